package dev.sluice.agent;

import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Answer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// What the machine is told next: hints from outside, answers to its effects, and its alarm.
///
/// Hints come from any thread, through a mailbox of 64 entries; all else is the owner's thread's.
final class Inbox {
  private static final int MAILBOX_LIMIT = 64;

  /// Clocks jump: however far away the next thing is, the clock is looked at this often.
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final BlockingQueue<UpdateEvent> mailbox = new ArrayBlockingQueue<>(MAILBOX_LIMIT);
  private final Queue<UpdateEvent> answers = new ArrayDeque<>();

  /// Whether the machine was told that it runs.
  private boolean isStarted;

  /// A hint from outside.
  ///
  /// @return whether there was room for it
  boolean offer(UpdateEvent hint) {
    return mailbox.offer(hint);
  }

  /// An answer to an effect.
  void add(Answer answer) {
    answers.add(answer);
  }

  /// The machine begins anew: earlier answers mean nothing to it.
  void startOver() {
    answers.clear();
    isStarted = false;
  }

  /// What came from outside goes first, so that a halt is heard between two slices.
  ///
  /// @param alarm knows when the machine wants to be woken
  UpdateEvent next(EffectPerformer alarm) throws InterruptedException {
    if (!isStarted) {
      isStarted = true;
      return new UpdateEvent.Started();
    }
    UpdateEvent hint = mailbox.poll();
    if (hint != null) {
      return hint;
    }
    UpdateEvent answer = answers.poll();
    return answer != null ? answer : awaitHint(alarm);
  }

  private UpdateEvent awaitHint(EffectPerformer alarm) throws InterruptedException {
    while (true) {
      Duration wait = alarm.untilWake();
      if (wait.compareTo(Duration.ZERO) <= 0) {
        alarm.woken();
        return new UpdateEvent.Woken();
      }
      Duration bounded = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
      UpdateEvent hint = mailbox.poll(bounded.toMillis() + 1, TimeUnit.MILLISECONDS);
      if (hint != null) {
        return hint;
      }
    }
  }
}
