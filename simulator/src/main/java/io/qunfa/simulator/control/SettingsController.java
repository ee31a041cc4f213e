package io.qunfa.simulator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.settings.Settings;
import io.qunfa.simulator.task.MemberRobots;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows and changes the settings; a change names only what shall be different. */
@RestController
@RequestMapping("/control/settings")
class SettingsController {
  private final CurrentSettings settings;
  private final MemberRobots robots;
  private final ObjectMapper json;

  SettingsController(CurrentSettings settings, MemberRobots robots, ObjectMapper json) {
    this.settings = settings;
    this.robots = robots;
    this.json = json;
  }

  @GetMapping
  Settings show() {
    return settings.get();
  }

  @PutMapping
  Settings change(@RequestBody ObjectNode change) {
    // What was due under the old settings happened under them.
    robots.confirmDue();
    return settings.change(now -> merged(now, change));
  }

  private Settings merged(Settings now, ObjectNode change) {
    ObjectNode all = json.valueToTree(now);
    all.setAll(change);
    try {
      return json.treeToValue(all, Settings.class);
    } catch (JsonProcessingException unfit) {
      throw new IllegalArgumentException(unfit.getOriginalMessage(), unfit);
    }
  }
}
