import type { Classroom } from '../course.ts';
import type { MethodKind } from '../methodRecipe.ts';
import { distillation } from './distillation.ts';
import { fast } from './fast.ts';
import { free } from './free.ts';
import { gaussian } from './gaussian.ts';
import { ibp } from './ibp.ts';
import type { Method, OpenMethod } from './method.ts';
import { pgd } from './pgd.ts';
import { plain } from './plain.ts';
import { trades } from './trades.ts';

const methods: { readonly [Kind in MethodKind]: OpenMethod<Kind> } = {
  plain,
  gaussian,
  fast,
  pgd,
  trades,
  free,
  ibp,
  distillation,
};

/** The method of the recipe, ready for a run. Owned by the caller. */
export function openMethod(room: Classroom, memory: Float32Array | undefined): Method {
  const settings = room.recipe.method;
  const open = methods[settings.kind] as OpenMethod<MethodKind>; // paired by kind
  return open(settings, room, memory);
}
