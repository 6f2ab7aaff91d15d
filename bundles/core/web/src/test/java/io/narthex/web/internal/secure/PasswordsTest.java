// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.config.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

  /** What {@code htpasswd -nbBC 4 alice wonderland} and Go write, and the older forms. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$2y$04$TBVAhXXYCT8LI6MPXGoU5O1ErOsQwci93sZIJTVHr3R0vgPdE4GDC",
        "$2b$04$TBVAhXXYCT8LI6MPXGoU5O1ErOsQwci93sZIJTVHr3R0vgPdE4GDC",
        "$2a$04$TBVAhXXYCT8LI6MPXGoU5O1ErOsQwci93sZIJTVHr3R0vgPdE4GDC"
      })
  void comparesWithHashesOfEachForm(String hash) {
    Passwords passwords = new Passwords();
    Secret secret = new Secret(hash);
    // The second time from memory.
    for (int i = 0; i < 2; i++) {
      assertThat(passwords.match("alice", "wonderland", secret)).isTrue();
      assertThat(passwords.match("alice", "Wonderland", secret)).isFalse();
      assertThat(passwords.match("alice", "", secret)).isFalse();
    }
  }

  @Test
  void refusesWhoIsNotThere() {
    assertThat(new Passwords().match("bob", "wonderland", null)).isFalse();
  }
}
