package io.qunfa.apiexecutor.slice;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How calls are taken from account-service.
 *
 * @param calls of one slice: few, so that replicas share what there is
 * @param atOnce slices of one API of a corp in this process at once; each counts as a call under
 *     way, of which a corp has five to begin with (wecom-api 7.3)
 * @param patience how long a call waits for another one's slice
 * @param idle a slice that was not used for so long goes back
 * @param answerTimeout how long account-service is waited for; without its answer nothing is called
 * @param retry when to try again after it did not answer, or no slice was free in time
 * @param closeWithin how long a stopping process waits until it has given back what it holds; what
 *     a call that lasts longer holds ends by itself
 */
@Validated
@ConfigurationProperties("qunfa.call-slices")
record SliceSettings(
    @DefaultValue("5") @Min(1) @Max(50) int calls,
    @DefaultValue("2") @Min(1) int atOnce,
    @DefaultValue("10s") @NotNull Duration patience,
    @DefaultValue("1s") @NotNull Duration idle,
    @DefaultValue("2s") @NotNull Duration answerTimeout,
    @DefaultValue("5s") @NotNull Duration retry,
    @DefaultValue("5s") @NotNull Duration closeWithin) {}
