/// Decides what a device does next on its way from one release to another.
///
/// Main type: [UpdateMachine], one pure function from state, event and instant to the next state
/// and the effects to perform, in order. It only leads from step to step; each step is a package:
/// [dev.sluice.update.check.Check] reads what the repository says,
/// [dev.sluice.update.choose.Choosing] decides upon it, [dev.sluice.update.fetch.Fetching] brings
/// the bytes, [dev.sluice.update.install.Installing] puts them in place,
/// [dev.sluice.update.prove.Proof] lets the new version prove its health, and
/// [dev.sluice.update.confirm.Ending] says how it ended. A step takes a
/// [dev.sluice.update.turn.Turn] and gives a [dev.sluice.update.turn.Move]; it names the step that
/// follows and never calls it.
///
/// It refuses to install anything that the rings document and the product role do not agree on,
/// anything below the device's rollback floor, and every byte whose digest is not the vouched one.
/// What must survive a power cut is [dev.sluice.update.memory.UpdateMemory]. Only the agent and the
/// simulation may depend on it.
///
/// A device without room for two copies may choose
/// [dev.sluice.update.settings.InPlacePolicy#WHEN_SHORT]: then a patch that is there and right is
/// applied over the installed file ([dev.sluice.update.apply.InPlaceApplication]). That is the one
/// time when the installed file is not whole. The memory says so before the first write, and after
/// a power cut completing the file is what happens first. It leaves no previous copy: there is
/// nothing to return to on such a device but an earlier release, which is fetched like any other.
///
/// After the switch a new version has to prove its health if
/// [dev.sluice.update.settings.HealthPolicy] says so; the previous file stands beside it until
/// then, and comes back by itself if it does not. Only then is anything confirmed, and only health
/// raises the rollback floor.
@NullMarked
@CheckReturnValue
package dev.sluice.update;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
