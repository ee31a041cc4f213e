package io.qunfa.simulator.control;

import io.qunfa.simulator.media.MediaStore;
import io.qunfa.simulator.media.PermanentImages;
import io.qunfa.simulator.rate.CallRates;
import io.qunfa.simulator.tag.Tags;
import io.qunfa.simulator.token.Tokens;
import io.qunfa.simulator.token.WrongSecrets;
import org.springframework.stereotype.Component;

/** What belongs to corps beside their directories: tokens, tags, media, counters. */
@Component
class CorpState {
  private final Tokens tokens;
  private final WrongSecrets wrongSecrets;
  private final Tags tags;
  private final MediaStore media;
  private final PermanentImages images;
  private final CallRates rates;

  CorpState(
      Tokens tokens,
      WrongSecrets wrongSecrets,
      Tags tags,
      MediaStore media,
      PermanentImages images,
      CallRates rates) {
    this.tokens = tokens;
    this.wrongSecrets = wrongSecrets;
    this.tags = tags;
    this.media = media;
    this.images = images;
    this.rates = rates;
  }

  void reset() {
    tokens.reset();
    wrongSecrets.reset();
    tags.reset();
    media.reset();
    images.reset();
    rates.reset();
  }
}
