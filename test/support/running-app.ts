// The benchmarks drive the app in the same way; they live beside the build and cannot import tests.
export { startApp, type RunningApp } from '../../build/run/running-app.ts';
