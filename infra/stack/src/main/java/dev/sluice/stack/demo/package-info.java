/// `sluice demo`: the pipeline's main job once, end to end, with a report of what happened.
///
/// [dev.sluice.stack.demo.Demo] is the run, [dev.sluice.stack.demo.Display] how a person sees it,
/// [dev.sluice.stack.demo.DemoReport] what it returns. It only uses what people use: it publishes,
/// waits for rollouts and looks at the devices' disks. Only the command line uses it.
@NullMarked
package dev.sluice.stack.demo;

import org.jspecify.annotations.NullMarked;
