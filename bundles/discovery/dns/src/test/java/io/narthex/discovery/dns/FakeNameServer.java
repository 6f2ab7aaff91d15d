// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on the loopback interface, by UDP and TCP, whose answers a test sets. */
final class FakeNameServer implements AutoCloseable {

  private record Answer(int code, List<Record> records) {}

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> queries = new CopyOnWriteArrayList<>();
  private volatile boolean truncating;
  private volatile boolean silent;

  FakeNameServer() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    ServerSocket byTcp = new ServerSocket(0, 10, loopback);
    DatagramSocket byUdp = null;
    while (byUdp == null) {
      try {
        byUdp = new DatagramSocket(byTcp.getLocalPort(), loopback);
      } catch (BindException e) {
        // A port that is free for one protocol may be taken for the other.
        byTcp.close();
        byTcp = new ServerSocket(0, 10, loopback);
      }
    }
    tcp = byTcp;
    udp = byUdp;
    Thread.ofVirtual().start(this::serveUdp);
    Thread.ofVirtual().start(this::serveTcp);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), udp.getLocalPort());
  }

  /**
   * Answers with records, given as lines of a zone's file; names without an answer do not exist.
   */
  void answer(String name, String... records) throws IOException {
    List<Record> parsed = new ArrayList<>();
    for (String text : records) {
      String[] parts = text.split(" ", 3);
      parsed.add(
          Record.fromString(
              Name.fromString(parts[0]), Type.value(parts[1]), DClass.IN, 60, parts[2], Name.root));
    }
    answers.put(name, new Answer(Rcode.NOERROR, parsed));
  }

  /** Answers with a code, see {@link Rcode}. */
  void fail(String name, int code) {
    answers.put(name, new Answer(code, List.of()));
  }

  /** Whether answers by UDP are cut off. */
  void truncating(boolean on) {
    truncating = on;
  }

  /** Whether queries get no answer. */
  void silent(boolean on) {
    silent = on;
  }

  /** Returns what was asked for so far: protocol, name, type and EDNS payload. */
  List<String> queries() {
    return List.copyOf(queries);
  }

  private void serveUdp() {
    byte[] buffer = new byte[65_535];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
        byte[] reply = reply("udp", query, truncating).toWire();
        if (!silent) {
          udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      if (!udp.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        try (Socket socket = tcp.accept()) {
          DataInputStream in = new DataInputStream(socket.getInputStream());
          byte[] bytes = new byte[in.readUnsignedShort()];
          in.readFully(bytes);
          byte[] reply = reply("tcp", new Message(bytes), false).toWire();
          DataOutputStream out = new DataOutputStream(socket.getOutputStream());
          out.writeShort(reply.length);
          out.write(reply);
        }
      }
    } catch (IOException e) {
      if (!tcp.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Message reply(String protocol, Message query, boolean cut) {
    Record question = query.getQuestion();
    int payload = query.getOPT() == null ? 512 : query.getOPT().getPayloadSize();
    queries.add(
        protocol
            + " "
            + question.getName()
            + " "
            + Type.string(question.getType())
            + " "
            + payload);
    Answer answer =
        answers.getOrDefault(question.getName().toString(), new Answer(Rcode.NXDOMAIN, List.of()));
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setRcode(answer.code());
    reply.addRecord(question, Section.QUESTION);
    if (cut) {
      reply.getHeader().setFlag(Flags.TC);
    } else {
      answer.records().forEach(record -> reply.addRecord(record, Section.ANSWER));
    }
    return reply;
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
