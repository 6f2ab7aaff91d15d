// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.connect.ConnectContent;

/**
 * What the framework reads of a bundle on the class path: its headers and its resources. The
 * classes come from the application's class loader. Opened by the framework before it is read.
 */
final class JarContent implements ConnectContent {

  private final File file;
  private @Nullable JarFile jar;

  JarContent(File file) {
    this.file = file;
  }

  @Override
  public void open() throws IOException {
    if (jar == null) {
      jar = new JarFile(file, false);
    }
  }

  @Override
  public void close() throws IOException {
    if (jar != null) {
      jar.close();
      jar = null;
    }
  }

  /** Returns nothing: the framework reads the manifest. */
  @Override
  public Optional<Map<String, String>> getHeaders() {
    return Optional.empty();
  }

  @Override
  public Iterable<String> getEntries() throws IOException {
    return opened().stream().map(ZipEntry::getName).toList();
  }

  @Override
  public Optional<ConnectEntry> getEntry(String path) {
    JarFile read = jar;
    if (read == null) {
      return Optional.empty();
    }
    ZipEntry entry = read.getEntry(path);
    return entry == null ? Optional.empty() : Optional.of(new Entry(read, entry));
  }

  @Override
  public Optional<ClassLoader> getClassLoader() {
    return Optional.of(JarContent.class.getClassLoader());
  }

  private JarFile opened() throws IOException {
    JarFile read = jar;
    if (read == null) {
      throw new IOException(file + " is closed");
    }
    return read;
  }

  private record Entry(JarFile jar, ZipEntry entry) implements ConnectEntry {

    @Override
    public String getName() {
      return entry.getName();
    }

    @Override
    public long getContentLength() {
      return entry.getSize();
    }

    @Override
    public long getLastModified() {
      return entry.getTime();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return jar.getInputStream(entry);
    }
  }
}
