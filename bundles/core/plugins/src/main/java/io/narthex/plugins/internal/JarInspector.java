// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a file is complete, a bundle, and fit to be a plug-in. Works on a private copy
 * that does not change meanwhile.
 */
final class JarInspector {

  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  /** More than this, unpacked, is taken for a mistake or a zip bomb. */
  private static final long MAX_UNPACKED_BYTES = 2L << 30;

  /** What a sound jar holds. */
  private record Content(BundleManifest manifest, Set<String> packages) {}

  /**
   * Inspects a jar.
   *
   * @param copy the private copy
   * @param verified whether the content's checksums were verified before
   * @param offer what the core offers
   * @return the sound jar
   * @throws UnsoundJarException with the reason why it cannot be a plug-in
   */
  BundleJar inspect(Path copy, boolean verified, DryResolve offer) throws UnsoundJarException {
    Content content = read(copy, verified);
    offer.check(content.manifest, content.packages);
    return new BundleJar(copy, content.manifest);
  }

  /**
   * Reads what a jar says of itself, also when it cannot be a plug-in here.
   *
   * @return the manifest, or null when there is none that can be read
   */
  @Nullable BundleManifest describe(Path copy) {
    try (ZipFile zip = new ZipFile(copy.toFile())) {
      return BundleManifest.read(manifest(zip));
    } catch (IOException | UnsoundJarException e) {
      return null;
    }
  }

  private static Content read(Path copy, boolean verified) throws UnsoundJarException {
    // ZipFile reads the central directory, which a half-copied file lacks: it stands at the end.
    try (ZipFile zip = new ZipFile(copy.toFile())) {
      if (!verified) {
        verify(zip);
      }
      BundleManifest manifest = BundleManifest.read(manifest(zip));
      Set<String> packages = new TreeSet<>();
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        String name = all.nextElement().getName();
        int slash = name.lastIndexOf('/');
        if (slash > 0 && name.endsWith(".class")) {
          packages.add(name.substring(0, slash).replace('/', '.'));
        }
      }
      return new Content(manifest, packages);
    } catch (ZipException e) {
      throw new UnsoundJarException(
          "it is damaged, not complete, or no jar at all (" + e.getMessage() + "); copy it again");
    } catch (IOException e) {
      throw new UnsoundJarException("it cannot be read: " + e.getMessage());
    }
  }

  private static void verify(ZipFile zip) throws IOException, UnsoundJarException {
    byte[] buffer = new byte[1 << 16];
    long unpacked = 0;
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      if (entry.isDirectory()) {
        continue;
      }
      CRC32 crc = new CRC32();
      try (InputStream in = zip.getInputStream(entry)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          crc.update(buffer, 0, n);
          unpacked += n;
          if (unpacked > MAX_UNPACKED_BYTES) {
            throw new UnsoundJarException(
                "it holds more than " + (MAX_UNPACKED_BYTES >> 30) + " GiB unpacked");
          }
        }
      }
      if (entry.getCrc() != -1 && entry.getCrc() != crc.getValue()) {
        throw new ZipException("the checksum of " + entry.getName() + " does not match");
      }
    }
  }

  private static Attributes manifest(ZipFile zip) throws IOException, UnsoundJarException {
    ZipEntry entry = zip.getEntry(MANIFEST);
    if (entry == null) {
      throw new UnsoundJarException("it is not an OSGi bundle: it has no " + MANIFEST);
    }
    Attributes attributes = read(zip, entry);
    if (Boolean.parseBoolean(attributes.getValue("Multi-Release"))) {
      // OSGi Core 8, section 3.2.1.1: a supplement replaces imports and requirements.
      for (int release = Runtime.version().feature(); release >= 9; release--) {
        ZipEntry supplement =
            zip.getEntry("META-INF/versions/" + release + "/OSGI-INF/MANIFEST.MF");
        if (supplement != null) {
          Attributes newer = read(zip, supplement);
          for (String header : Set.of("Import-Package", "Require-Capability")) {
            if (newer.getValue(header) != null) {
              attributes.putValue(header, newer.getValue(header));
            }
          }
          break;
        }
      }
    }
    return attributes;
  }

  private static Attributes read(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return new Manifest(in).getMainAttributes();
    }
  }
}
