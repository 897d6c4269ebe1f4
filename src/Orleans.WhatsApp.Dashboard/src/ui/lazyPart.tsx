import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { ApiProblem } from '~/api/problem';
import { loadMissingStyles } from './missingStyles';

/** The script of a part did not come: nobody could be reached, or the server is a newer one that does not have it any more. */
export class NotLoaded extends ApiProblem {
  /**
   * @param isRepeated It had not come before either. Many browsers remember for as long as the page is open that a script did not come, and after an upgrade it is
   * not there any more: then only the page itself, loaded anew, brings it.
   * @param forget Lets the part be asked for anew.
   */
  constructor(
    override readonly cause: unknown,
    readonly isRepeated: boolean,
    readonly forget: () => void,
  ) {
    super('not_loaded', 0, 'A part of the page could not be loaded.');
  }
}

/**
 * A part of the page whose script is fetched when it is first drawn. React's own `lazy` remembers a failure for as long as the page is open; here it is forgotten
 * once it has been told ({@link NotLoaded}), and not before: while it is being drawn, the part would be asked for without end.
 */
export function lazyPart<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>): ComponentType<Props> {
  let hasFailed = false;
  const begin = () => {
    const one: LazyExoticComponent<ComponentType<Props>> = lazy(async () => {
      try {
        await loadMissingStyles();
        return await load();
      } catch (cause) {
        const isRepeated = hasFailed;
        hasFailed = true;
        throw new NotLoaded(cause, isRepeated, () => {
          if (Part === one) Part = begin();
        });
      }
    });
    return one;
  };
  let Part = begin() as ComponentType<Props>;
  return (props) => <Part {...props} />;
}
