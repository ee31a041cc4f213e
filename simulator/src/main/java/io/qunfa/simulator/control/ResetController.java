package io.qunfa.simulator.control;

import io.qunfa.simulator.calls.CallLog;
import io.qunfa.simulator.corp.Corps;
import io.qunfa.simulator.fault.Faults;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.settings.Settings;
import io.qunfa.simulator.task.MassTasks;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes the simulator forget. */
@RestController
class ResetController {
  private final MassTasks tasks;
  private final CallLog calls;
  private final Faults faults;
  private final CurrentSettings settings;
  private final Corps corps;
  private final CorpState corpState;

  ResetController(
      MassTasks tasks,
      CallLog calls,
      Faults faults,
      CurrentSettings settings,
      Corps corps,
      CorpState corpState) {
    this.tasks = tasks;
    this.calls = calls;
    this.faults = faults;
    this.settings = settings;
    this.corps = corps;
    this.corpState = corpState;
  }

  /** Forgets everything, or only what was received and the faults. */
  @PostMapping("/control/reset")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void reset(@RequestParam(defaultValue = "false") boolean keepCorps) {
    tasks.reset();
    calls.reset();
    faults.reset();
    if (!keepCorps) {
      settings.change(now -> Settings.defaults());
      corps.reset();
      corpState.reset();
    }
  }
}
