// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Asks the C library for what /proc and /sys do not tell: inodes and clock discipline. The layouts
 * are those of 64-bit Linux, which glibc and musl share. Where the library or the permission for
 * native calls is missing, space comes from the JDK without inodes, and the clock is not told.
 */
final class LibC implements Kernel {

  /** adjtimex(2) answers this when the clock is not synchronised. */
  private static final int TIME_ERROR = 5;

  private static final int DEFAULT_PAGE_SIZE = 4096;

  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final int STATVFS_BYTES = 128;
  private static final int TIMEX_BYTES = 256;

  private final @Nullable MethodHandle statvfs;
  private final @Nullable MethodHandle adjtimex;
  private final int pageSize;

  LibC() {
    statvfs =
        find(
            "statvfs",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS),
            Linker.Option.captureCallState("errno"));
    adjtimex = find("adjtimex", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    pageSize = askPageSize();
  }

  @SuppressWarnings("restricted") // The launcher grants native access; without it there is a way.
  private static @Nullable MethodHandle find(
      String symbol, FunctionDescriptor signature, Linker.Option... options) {
    if (ADDRESS.byteSize() != 8 || !"Linux".equals(System.getProperty("os.name"))) {
      return null;
    }
    try {
      Linker linker = Linker.nativeLinker();
      return linker
          .defaultLookup()
          .find(symbol)
          .map(address -> linker.downcallHandle(address, signature, options))
          .orElse(null);
    } catch (IllegalCallerException | UnsupportedOperationException e) {
      return null;
    }
  }

  private static int askPageSize() {
    MethodHandle handle = find("getpagesize", FunctionDescriptor.of(JAVA_INT));
    if (handle == null) {
      return DEFAULT_PAGE_SIZE;
    }
    try {
      return (int) handle.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("getpagesize failed", e);
    }
  }

  @Override
  public int pageSize() {
    return pageSize;
  }

  @Override
  public Space space(String path) throws IOException {
    MethodHandle handle = statvfs;
    if (handle == null) {
      FileStore store = Files.getFileStore(Path.of(path));
      return new Space(
          store.getTotalSpace(),
          store.getUnallocatedSpace(),
          store.getUsableSpace(),
          Double.NaN,
          Double.NaN);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      MemorySegment answer = arena.allocate(STATVFS_BYTES, 8);
      int result = (int) handle.invokeExact(state, arena.allocateFrom(path), answer);
      if (result != 0) {
        throw new IOException(error((int) ERRNO.get(state, 0L)));
      }
      double block = answer.get(JAVA_LONG, 8);
      return new Space(
          unsigned(answer.get(JAVA_LONG, 16)) * block,
          unsigned(answer.get(JAVA_LONG, 24)) * block,
          unsigned(answer.get(JAVA_LONG, 32)) * block,
          unsigned(answer.get(JAVA_LONG, 40)),
          unsigned(answer.get(JAVA_LONG, 48)));
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("statvfs failed", e);
    }
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : (value >>> 1) * 2.0;
  }

  /** Words the errors that mounts answer with as the C library does. */
  private static String error(int errno) {
    return switch (errno) {
      case 2 -> "no such file or directory";
      case 4 -> "interrupted system call";
      case 5 -> "input/output error";
      case 13 -> "permission denied";
      case 20 -> "not a directory";
      case 40 -> "too many levels of symbolic links";
      case 107 -> "transport endpoint is not connected";
      case 110 -> "connection timed out";
      case 116 -> "stale NFS file handle";
      default -> "errno " + errno;
    };
  }

  @Override
  public Clock clock() throws IOException {
    MethodHandle handle = adjtimex;
    if (handle == null) {
      throw new NoDataException("adjtimex cannot be called here");
    }
    try (Arena arena = Arena.ofConfined()) {
      // All zero means: change nothing, tell everything.
      MemorySegment t = arena.allocate(TIMEX_BYTES, 8);
      int state = (int) handle.invokeExact(t);
      if (state < 0) {
        throw new NoDataException("adjtimex is not permitted");
      }
      return new Clock(
          state != TIME_ERROR,
          t.get(JAVA_INT, 40),
          t.get(JAVA_LONG, 8),
          t.get(JAVA_LONG, 16),
          t.get(JAVA_LONG, 24),
          t.get(JAVA_LONG, 32),
          t.get(JAVA_LONG, 48),
          t.get(JAVA_LONG, 88),
          new Pulse(
              t.get(JAVA_LONG, 96),
              t.get(JAVA_LONG, 104),
              t.get(JAVA_INT, 112),
              t.get(JAVA_LONG, 120),
              t.get(JAVA_LONG, 128),
              t.get(JAVA_LONG, 136),
              t.get(JAVA_LONG, 144),
              t.get(JAVA_LONG, 152)),
          t.get(JAVA_INT, 160));
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("adjtimex failed", e);
    }
  }
}
