import { type Check, good, note } from '../check.ts';
import { userNamed } from '../sound/users.ts';
import { SERVICE_USER } from './service.ts';

/** As whom the checks run, and what that means for what they find. */
export const userCheck: Check = {
  name: 'user',
  async run({ host }) {
    const { name, uid } = host.user;
    const details = { user: name, uid };
    if (name === SERVICE_USER)
      return [good(`These checks run as ${name}, as the service does.`, { details })];
    if (userNamed(host, SERVICE_USER) === undefined)
      return [
        note(
          `These checks run as ${name}. There is no user ${SERVICE_USER}: the service is not installed here.`,
          { details },
        ),
      ];
    const lines = [`as the service: sudo -u ${SERVICE_USER} hearthd doctor`];
    return [
      uid === 0
        ? note(
            `These checks run as root, who may open everything: that a device or a file can be opened says little about the user ${SERVICE_USER}.`,
            { lines, details },
          )
        : note(
            `These checks run as ${name}: what ${name} may not open or see, ${SERVICE_USER} perhaps may, and the other way round.`,
            { lines, details },
          ),
    ];
  },
};
