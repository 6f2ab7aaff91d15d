// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.material;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/**
 * Reads private keys from PEM: PKCS#8, and the older forms of RSA (PKCS#1) and EC (SEC 1), which
 * are put into a PKCS#8 frame because the JDK reads nothing else.
 */
public final class PrivateKeys {

  /** {@code SEQUENCE { OID rsaEncryption, NULL }}. */
  private static final byte[] RSA = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  /** {@code OID id-ecPublicKey}. */
  private static final byte[] EC = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };

  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int PARAMETERS = 0xa0;

  private PrivateKeys() {}

  /**
   * Reads the first private key of a text.
   *
   * @throws GeneralSecurityException when there is none that can be used, with the remedy
   */
  public static PrivateKey read(String pem) throws GeneralSecurityException {
    for (Pem block : Pem.blocks(pem)) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return pkcs8(block.bytes(), List.of("RSA", "EC", "EdDSA", "RSASSA-PSS"));
        }
        case "RSA PRIVATE KEY" -> {
          if (pem.contains("Proc-Type:")) {
            throw encrypted();
          }
          return pkcs8(frame(RSA, block.bytes()), List.of("RSA"));
        }
        case "EC PRIVATE KEY" -> {
          return pkcs8(frame(sequence(EC, curve(block.bytes())), block.bytes()), List.of("EC"));
        }
        case "ENCRYPTED PRIVATE KEY" -> throw encrypted();
        default -> {
          // A certificate or the parameters of a curve may stand beside the key.
        }
      }
    }
    if (pem.contains("Proc-Type:")) {
      throw encrypted();
    }
    throw new InvalidKeySpecException(
        "it holds no PEM block \"PRIVATE KEY\"; check that it is the key and not the certificate");
  }

  private static InvalidKeySpecException encrypted() {
    return new InvalidKeySpecException(
        "the key is encrypted, and there is no setting for its password; decrypt it with:"
            + " openssl pkey -in KEY -out KEY.plain");
  }

  private static PrivateKey pkcs8(byte[] der, List<String> algorithms)
      throws GeneralSecurityException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
    for (String algorithm : algorithms) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // Another algorithm's key, perhaps; the last one tells.
        continue;
      }
    }
    throw new InvalidKeySpecException("the key is broken, or neither RSA, EC nor EdDSA");
  }

  /** Returns whether a key signs what the public key verifies. */
  public static boolean belongTogether(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    String algorithm =
        switch (certified.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> certified.getAlgorithm();
        };
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    byte[] probe = {1};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(probe);
    return signature.verify(signed);
  }

  /** Returns the OID of the curve in an ECPrivateKey, which its parameters [0] hold. */
  private static byte[] curve(byte[] key) throws InvalidKeySpecException {
    try {
      int at = content(key, 0);
      at = end(key, at); // version
      at = end(key, at); // the key itself
      if (at < key.length && (key[at] & 0xff) == PARAMETERS) {
        int from = content(key, at);
        return Arrays.copyOfRange(key, from, end(key, from));
      }
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new InvalidKeySpecException("the EC key is broken", e);
    }
    throw new InvalidKeySpecException(
        "the EC key does not name its curve; convert it with: openssl pkcs8 -topk8 -nocrypt");
  }

  private static int content(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
  }

  private static int end(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    if (length >= 0x80) {
      int bytes = length & 0x7f;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << 8 | der[at + 2 + i] & 0xff;
      }
    }
    return content(der, at) + length;
  }

  private static byte[] frame(byte[] algorithm, byte[] key) {
    return sequence(VERSION_0, algorithm, tagged(OCTET_STRING, key));
  }

  private static byte[] sequence(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return tagged(SEQUENCE, out.toByteArray());
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else {
      int bytes = (32 - Integer.numberOfLeadingZeros(length) + 7) / 8;
      out.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(length >> 8 * i);
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
