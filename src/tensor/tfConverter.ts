/** Runs GraphModels of TensorFlow.js. Apart from `tf.ts`, because only users' models need it: import it when one comes. */
export { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter';
