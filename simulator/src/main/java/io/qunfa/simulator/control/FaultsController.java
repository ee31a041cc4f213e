package io.qunfa.simulator.control;

import io.qunfa.simulator.fault.FaultRule;
import io.qunfa.simulator.fault.Faults;
import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Orders faults and takes the orders back. */
@RestController
@RequestMapping("/control/faults")
class FaultsController {
  private final Faults faults;

  FaultsController(Faults faults) {
    this.faults = faults;
  }

  @PostMapping
  Ordered order(@RequestBody FaultRule rule) {
    return new Ordered(faults.order(rule));
  }

  @GetMapping
  List<Faults.Status> show() {
    return faults.all();
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void cancelAll() {
    faults.reset();
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void cancel(@PathVariable String id) {
    if (!faults.cancel(id)) {
      throw new NoSuchElementException("No fault " + id + " is ordered; it may be used up.");
    }
  }

  record Ordered(String id) {}
}
