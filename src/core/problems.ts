import { fillTemplate } from './fillTemplate.ts';

/**
 * Everything that can be wrong with what somebody wrote or brought, as the command line says it after the place.
 *
 * A new kind of problem is one line here and one of the same name in `i18n/ja.problems.json`; `{{names}}` are the values
 * that `problem` then asks for.
 */
export const problemTexts = {
  unknown: 'unknown; expected one of {{known}}',
  integer: 'expected an integer in [{{min}}, {{max}}]{{unit}}, got "{{got}}"',
  number: 'expected a number in [{{min}}, {{max}}]{{unit}}, got "{{got}}"',
  choice: 'expected one of {{known}}, got "{{got}}"',
  flag: 'expected true or false, got "{{got}}"',
  position: 'expected a position in the data set such as 17, got "{{got}}"',
  version: 'this lab reads version {{version}} of links, got {{got}}',
  idle: 'settings for something this run does not use; add it to attack or defense',
  'idle-target': 'of no use with goal {{goal}}; leave it out, or take goal class or offset',
  norm: 'does not work in norm {{norm}}; expected one of {{known}}',
  goal: 'cannot aim for goal {{goal}}; expected one of {{known}}',
  chain: 'expected none, {{known}} or a chain such as bits+median, got "{{got}}"',
  twice: '{{chain}} names a defense twice',
  thresholds: 'expected at most the accept threshold {{accept}}, got {{reject}}',
  budget: 'expected numbers in [0, {{largest}}] such as 0.1 or 8/255, got "{{got}}"',
  levels:
    'expected numbers in [0, {{largest}}] such as 0.1 or 8/255, got "{{got}}"; pixels run from 0 to 1 here, so write {{got}}/255',
  models: 'expected some of {{known}}, got "{{got}}"',
  plan: 'expected some of {{known}}, joined by "," (and) and "/" (or) such as model/review,password, got "{{got}}"',
  'rule-lacks':
    'the report lacks what this needs (energy: logits, detector: a run with --detector); expected one of {{known}}, got "{{got}}"',
  'second-same': 'is the model itself; expected another, got "{{got}}"',
  'second-classes': 'the model has {{expected}} classes, {{model}} has {{got}}; their answers cannot be compared',
  'two-models': 'expected at least two, got "{{got}}"',
  'model-shapes': 'expected models of one input shape, got {{got}}',
  'one-attack': 'expected one, got {{got}}',
  'one-budget': 'expected one budget, got {{got}}',
  measures: 'expected none, {{known}} or some of them such as rounding+prada, got "{{got}}"',
  'measure-twice': '{{chain}} names a countermeasure twice',
  'not-trainable': 'a watermark has to be taught, and {{model}} gives no weights to teach; leave watermark out',
  untrainable:
    'cannot be trained ({{reason}}); it can be attacked, compared and smoothed as it is. To train it, bring it as ONNX, Keras or a TensorFlow.js LayersModel of layers and operations the lab knows',
  'train-shape':
    'the model takes images of {{expected}}, these are {{got}}; bring them in that size, or take another model',
  'train-classes':
    'the model has {{expected}} classes, these images have {{got}} of other names; give both the same class names, or take another model',
  'train-few': 'holds {{size}} images, and training here takes at least {{needed}}; bring more, or smaller batches',
  'no-kernel':
    '{{backend}} has no {{kernel}}, which this needs: the kernels of the lab could not be loaded or were switched off (kernels=stock); reload the page without that, or take backend cpu, which is slower',
  'train-no-bound': 'method ibp has no interval bounds for {{nodes}}; take another method, such as pgd',
  'train-no-fresh':
    'method distillation draws new weights for a student, but batch norm keeps the statistics of the file ({{nodes}}); take another method, such as pgd',
  'idle-extract': 'settings for something this run does not use; add it to thief, countermeasure or attack',
  'no-bound': 'the lab has no bounds for {{nodes}}; take smoothing, which only asks for answers',
  'no-weights': '{{model}} gives no weights to bound; take smoothing, which only asks for answers',
  radii: 'expected radii of 0 or more such as 0.25,0.5, got "{{got}}"',
  'few-votes':
    'with {{got}} votes nothing can be certified at alpha = {{alpha}}, even if all agree; take at least {{needed}}',
  'radius-ceiling':
    '{{got}} is out of reach: {{votes}} votes under noise of {{sigma}} certify at most {{ceiling}}; take at least {{needed}} votes, or more noise',
  'certify-attack': 'expected one attack to hold beside the certificates, got {{got}}',
  points: 'expected numbers of queries from 1 to the budget of {{budget}}, such as 100,1000, got "{{got}}"',
  'thief-labels': '{{thief}} learns from {{known}} labels only, got {{got}}',
  'budget-seeds': 'expected at least {{seeds}}, the images {{thief}} begins with, got {{got}}',
  'top-k-idle': 'expected fewer than the {{classes}} classes of the model, or nothing is held back; got {{got}}',
  'pool-dry':
    '{{pool}} leaves {{size}} images for {{thief}}, which asks about {{needed}}; lower budget or take another pool',
  'pool-classes': '{{thief}} chooses by the classes of the pool, and {{pool}} has none; take a data set',
  'pool-shape':
    'the model expects images of {{expected}}, those of {{pool}} are {{got}}; convert=true makes them grey or coloured and resizes them',
  'too-few-owned':
    '{{data}} holds {{size}} images; {{count}} to measure on, {{benign}} of honest users and {{own}} of the owner need {{needed}}',
  shape: 'the model expects images of {{expected}}, these are {{got}}',
  'too-few-images': '{{data}} holds {{size}} images, {{count}} were asked for',
  'no-such-image': '{{data}} holds images 0 to {{last}}, got {{got}}',
  'no-such-class': 'the model has classes 0 to {{last}}, got {{got}}',
  'true-class': 'an offset of {{offset}} is the true class itself for {{classes}} classes',
  'no-gradient': '{{attack}} follows gradients, and {{model}} gives none; use one of {{known}}',
  'no-attack-left':
    '{{attack}} follows gradients, and {{model}} gives none; and no attack without gradients suits this norm and goal',
  'own-file': 'files of your own can be used on the command line only',
  'own-missing':
    'not kept in this browser: whoever sent the link has the file; open it on the page Models & data with the same settings and class names. On the command line write file:PATH',
  'own-kind': '{{name}} is of another kind; models go where models are asked for, images where images are',
  'own-no-room': 'this browser could not keep {{size}} bytes ({{reason}}); delete some of your models or images',
  'no-graph': 'the model has no graph that could be written in this format',
  'no-tfjs': 'did not come as TensorFlow.js files, so there are none to give back; take ONNX',
  'not-built': 'not part of this build; run npm run assets and build again',
  unreachable: 'could not be loaded ({{reason}}); check the connection and try again',
  http: 'expected the file, got HTTP {{status}}; reload the page',
  sha256: 'expected sha256 {{expected}}, got {{got}}; the file is damaged or from another version, load it again',
  gzip: 'expected a whole gzip file, got {{size}} bytes; the file is truncated or damaged, get it again',
  packed:
    'expected more than {{packed}} bytes for {{size}} after unpacking; the file is truncated or damaged, get it again',
  unpacked: 'expected {{size}} bytes after unpacking, got {{got}}; the file is truncated or damaged, get it again',
  checksum: 'expected checksum {{expected}}, got {{got}}; the file is truncated or damaged, get it again',
  'too-large': 'expected at most 2 GiB, got {{size}} bytes after unpacking; split the file',
  zip: 'expected a whole ZIP archive below 4 GiB, got one that does not hold together; the file is truncated or damaged, save it again',
  encrypted: 'expected a plain file, got an encrypted one',
  'zip-method': 'expected a stored or deflated file, got method {{method}}',
  empty: 'expected an idx, NPY or NPZ file, got 0 bytes; get it again',
  'array-file': 'expected an idx, NPY or NPZ file, got one of {{size}} bytes that begins with {{got}}',
  'npz-alone':
    'expected one or two files that belong together; an NPZ archive holds images and labels, so give it alone',
  'labels-missing':
    'expected one or two files that belong together; give one NPZ archive, or a file of images and a file of labels; the labels are missing',
  commas:
    'expected one or two files that belong together; give one NPZ archive, or a file of images and a file of labels; no comma may stand in their names',
  'array-names':
    'expected images named {{images}} and labels named {{labels}}, got {{got}}; save it with np.savez(file, x=images, y=labels)',
  idx: 'expected an idx file, which begins with 00 00 08, got one of {{size}} bytes that begins with {{got}}',
  'idx-type': 'expected unsigned bytes, got {{got}}; convert the file to NPZ',
  dimensions: 'expected 1 to {{most}} dimensions, got {{got}} in a file of {{size}} bytes',
  'cut-off':
    'expected {{expected}} bytes for {{shape}} values of {{type}}, got {{got}}; the file is truncated, get it again',
  surplus:
    'expected {{expected}} bytes for {{shape}} values of {{type}}, got {{got}}; the file holds something else as well',
  npy: 'expected a NumPy array, which begins with \\x93NUMPY and its version',
  'npy-header': 'expected a header of {{expected}} bytes, got {{got}}; the file is truncated',
  'npy-type': 'expected numbers, got type {{got}}; convert it with .astype to a number type',
  'npy-order': 'expected the last axis to vary fastest, got Fortran order; save np.ascontiguousarray(array)',
  'npy-shape': 'expected a shape in the header, got {{got}}',
  'image-shape': 'expected images [n, height, width] or [n, height, width, channels], got [{{got}}]; reshape them',
  'no-images': 'expected at least one image, got none in [{{got}}]',
  'channels-first':
    'expected channels last, got [{{got}}], which looks like channels first; use .transpose(0, 2, 3, 1)',
  'pixel-type':
    'expected pixels as uint8 (0 to 255) or float32 (0 to 1), got {{got}}; convert them with .astype(np.uint8)',
  'dark-bytes': 'expected bytes from 0 to 255, got none above 1; multiply them by 255, or save float32 if white is 1',
  'pixel-nan':
    'expected pixels in [0, 1], got {{got}} in image {{image}}; the file is damaged or was never finished, save it again',
  'pixel-negative':
    'expected pixels in [0, 1], got {{got}} in image {{image}}; undo the normalisation; it belongs into the model',
  'pixel-large': 'expected pixels in [0, 1], got {{got}} in image {{image}}; divide by 255 first',
  'one-hot': 'expected one class number per image, got [{{got}}], one-hot rows; use .argmax(axis=1)',
  'label-shape': 'expected one class number per image, [n], got [{{got}}]',
  'label-type': 'expected class numbers as integers, got {{got}}; convert them with .astype(np.int64)',
  'label-negative': 'expected class numbers from 0, got {{got}} for image {{image}}',
  'label-count': 'expected {{expected}} labels, one per image, got {{got}}',
  'label-class': 'image {{image}} has label {{got}}, the model has classes 0 to {{last}}',
  'pack-first':
    'expected an NPZ, idx or NPY file, got images as files; make one of them with epsilon data pack, or open them on the page Models & data',
  'image-damaged': 'expected a whole {{format}} image, got {{size}} bytes: {{reason}}',
  'image-kind': 'expected a PNG, JPEG, WebP or PPM image, got a file of {{size}} bytes that begins with {{got}}',
  'webp-here': 'WebP images open in the browser only; convert it to PNG',
  'no-pictures':
    'expected images in class-named folders (PNG, JPEG, WebP), images and a CSV file of labels, idx or NPZ files, or CIFAR batches, got {{got}}',
  tar: 'expected a whole tar archive, got one that does not hold together at {{name}}; the file is truncated or damaged, get it again',
  'csv-columns': 'expected a column of file names and a column of labels, got {{got}}',
  'csv-unmatched': 'expected file names such as {{files}}, got only {{paths}}',
  'pictures-too-large':
    '{{count}} images of {{shape}} come to {{size}} MiB, more than {{most}}; choose a smaller size, or bring fewer images',
  'left-unreadable': '{{count}} images cannot be read and are left out: {{names}}',
  'left-outside': '{{count}} images lie in no class folder and are left out: {{names}}',
  'left-unlabelled': '{{count}} images have no label here and are left out: {{names}}',
  'left-other': '{{count}} files are no images and are left out: {{names}}',
  'left-more': '{{count}} images, of which the first {{most}} are taken, the classes in turn',
  'labels-alone': '{{count}} labels have no image: {{names}}',
  'named-twice': '{{count}} names come again, and only the first of each counts: {{names}}',
  'one-class': 'all images are of one class, {{name}}; no accuracy says much then',
  'mixed-sizes': 'images of {{count}} sizes, from {{smallest}} to {{largest}}; each is brought to the size you choose',
  'test-only': 'the test images are taken; {{count}} other batches are left out: {{names}}',
  'model-json': 'expected a TensorFlow.js model.json, got {{size}} bytes that are no JSON object',
  'graph-model': 'expected a LayersModel, got a GraphModel; convert it with --output_format tfjs_layers_model',
  'model-fields': 'expected the fields modelTopology and weightsManifest, got {{got}}',
  'weight-type': 'weight {{name}} has type {{type}}, which is not supported',
  'weight-bytes':
    'expected {{expected}} bytes of weights, got {{got}}; the file is truncated or belongs to another model, save the model again',
  'weight-nan':
    'expected finite weights, got NaN or infinity in {{names}}; the training diverged or the file is damaged, save the model again',
  'model-build': 'expected a TensorFlow.js LayersModel, but it could not be built: {{reason}}',
  'model-input': 'expected one input [n, height, width, channels] of fixed size, got {{got}}',
  'model-output': 'expected one output [n, k] with k ≥ 2 classes, got {{got}}; a classifier is needed',
  'model-nan': 'the model answers a grey image with NaN or infinity',
  'model-softmax':
    'expected logits, got probabilities from a softmax that could not be taken off; save the model with a linear last layer',
  node: 'node {{node}} ({{op}}): expected {{expected}}, got {{got}}',
  layer: 'layer {{layer}}: expected {{expected}}, got {{got}}',
  'layers-missing': 'no counterpart in a graph for {{names}}; there is one for {{known}}',
  'graph-output': 'expected an output that depends on the image, got {{got}}',
  'graph-size': 'the values of one image come to {{size}} numbers, more than {{most}}; use a smaller image or network',
  tensor: 'tensor {{tensor}}: expected {{expected}}, got {{got}}',
  'tensor-elsewhere': 'tensor {{tensor}} is in another file; save the model with its weights in one file',
  onnx: 'expected an ONNX model, got one that cannot be read ({{reason}}); save it again',
  'onnx-input':
    'expected one image as input, [n, channels, height, width] of fixed size, got {{got}}; export with a fixed image size',
  opset: 'expected opset {{oldest}} to {{newest}}, got {{got}}; export the model again with opset_version=17',
  op: 'the lab has no operation {{op}} (nodes {{nodes}}); replace it by convolutions, dense layers, batch normalisation, pooling and the usual activations, and export again',
  'op-quantised': 'the lab has no operation {{op}} (nodes {{nodes}}); export the model before quantisation, in float32',
  'op-resize': 'the lab has no operation {{op}} (nodes {{nodes}}); resize images before they enter the model',
  'op-branch':
    'the lab has no operation {{op}} (nodes {{nodes}}); export with fixed shapes, so that no branch or loop is left',
  'op-scores':
    'the lab has no operation {{op}} (nodes {{nodes}}); export the model only up to the scores of its classes',
  'op-other-task':
    'the lab has no operation {{op}} (nodes {{nodes}}); it attacks convolutional classifiers of images only',
  'zip-files': 'expected at most {{most}} files, got {{got}}; pack only the model',
  'zip-name': 'expected names inside the archive, got {{name}}; pack the files again',
  'zip-size': 'expected at most {{most}} MiB after unpacking; pack only the model',
  'file-missing': 'expected this file, got only {{known}}; give all files of the model',
  'model-files': 'expected a model (model.json with its weights, .onnx, .keras, .h5), got {{got}}',
  hdf5: 'expected a Keras model in HDF5, got one that cannot be read ({{reason}}); save it again with model.save',
  'keras-config':
    'expected the configuration of a Keras model, got {{got}}; save the whole model with model.save, not only its weights',
  'weight-missing':
    'layer {{layer}}: expected weights {{expected}}, got {{got}}; the file is damaged or belongs to another model',
  'graph-model-build':
    'expected a GraphModel of TensorFlow.js that takes several images at once, but it cannot be run: {{reason}}',
} as const;

export type ProblemCode = keyof typeof problemTexts;

/** Something wrong with what somebody wrote or brought. Plain data, so that it crosses to the page and is said in its language. */
export interface Problem {
  /** The setting, file or list it is about, as its user wrote it. */
  readonly where: string;
  readonly code: ProblemCode;
  readonly values: Readonly<Record<string, string | number>>;
}

type NamesIn<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;
/** Values that the text of a problem asks for. */
export type ValuesOf<Code extends ProblemCode> = Readonly<
  Record<NamesIn<(typeof problemTexts)[Code]>, string | number>
>;

export const problem = <Code extends ProblemCode>(where: string, code: Code, values: ValuesOf<Code>): Problem => ({
  where,
  code,
  values,
});

/** `where: what is wrong`, in the language of the text; English if none is given. */
export const problemText = ({ where, code, values }: Problem, text: string = problemTexts[code]): string =>
  `${where}: ${fillTemplate(text, values)}`;
