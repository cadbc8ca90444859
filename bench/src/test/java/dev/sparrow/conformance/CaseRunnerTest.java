package dev.sparrow.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseRunnerTest {
  private static final String DIFFERENCES = "[{\"reason\": \"because\", \"cases\": [\"named\"]}]";

  private static final String X = "{'dtype':'float32','shape':[2],'data':[1,2]}";
  private static final String KEYS = "{'key':[[0,1],[2,3]],'shape':[2]}";

  private final CaseRunner runner =
      new CaseRunner(
          FunctionRegistry.of(List.of(FakeFunctions.class)), Differences.parse(DIFFERENCES));

  @ParameterizedTest(name = "{0} {1} expecting {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "same     | [X]       | X",
        "same     | [X]       | {'dtype':'float32','shape':[2],'data':[1.0,2.0],'weak':true}",
        "same     | [2]       | {'dtype':'int32','shape':[],'data':[2]}",
        "negated  | [X]       | {'dtype':'float32','shape':[2],'data':[-1,-2]}",
        "two_results | [X,K]     | [X,K]",
        "same     | [K]       | K",
        "same     | [{'dtype':'int32','shape':[3],'iota_affine':[2000000000,1]}]"
            + " | {'dtype':'int32','shape':[3],'data':[1,2000000001,-294967295]}",
        "same     | [{'dtype':'float32','shape':[2],'iota_affine':[0.25,-1]}]"
            + " | {'dtype':'float32','shape':[2],'data':[-1,-0.75]}",
        "same     | [{'uniform_key':7,'shape':[5],'dtype':'float32','minval':0,'maxval':1}]"
            + " | {'dtype':'float32','shape':[3],'data':[0,7,5]}",
        "profile  | []        | {'json':'JAX32'}",
        "count    | [[X]]     | {'json':1}",
        "refuses  | [X]       | {'error':'ValueError','contains':'phrase of JAX'}",
      })
  void passes(String fn, String args, String expect) {
    assertEquals(new Outcome.Passed(), run(fn, args, expect, "{'kind':'exact'}", ""));
  }

  @ParameterizedTest(name = "{0} {1} expecting {2}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "same | [X] | {'dtype':'float32','shape':[2],'data':[1,2.5]}"
            + " | element 1 of (2,): got 2.0, expected 2.5 (2097152 ulp apart)",
        "same | [X] | {'dtype':'float64','shape':[2],'data':[1,2]}"
            + " | got dtype float32, expected float64",
        "same | [X] | {'dtype':'float32','shape':[2,1],'data':[1,2]}"
            + " | got shape (2,), expected (2, 1)",
        "same | [K] | {'key':[[0,1],[2,4]],'shape':[2]}"
            + " | element 1 of (2,): got [2, 3], expected [2, 4] (not equal)",
        "same | [X] | K | got dtype float32, expected key<fry>",
        "same | [X] | {'json':true} | got f32[2], expected Bool[value=true]",
        "count | [[X]] | {'json':2} | got Long 1, expected Num[text=2]",
        "count | [[X]] | X | got Long 1, expected an array",
        "two_results | [X,X] | [X] | got 2 results, expected 1 results",
        "two_results | [X,K] | [X,X] | result 1: got dtype key<fry>, expected float32",
        "same | [X] | {'error':'ValueError','contains':''}"
            + " | was accepted with result f32[2], JAX raises ValueError",
        "refuses | [X] | X" + " | threw IllegalArgumentException: refuses: no f32[2]; give another",
        "breaks | [X] | {'error':'ValueError','contains':''}"
            + " | threw AssertionError: a bug with f32[2]",
        "crashes | [X] | {'error':'ValueError','contains':''}"
            + " | crashed with NullPointerException: a bug with f32[2]",
      })
  void fails(String fn, String args, String expect, String difference) {
    Outcome.Failed failed =
        assertInstanceOf(Outcome.Failed.class, run(fn, args, expect, "{'kind':'exact'}", ""));
    assertEquals(difference, failed.difference());
  }

  @ParameterizedTest(name = "{0} {1} expecting {2}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "absent  | [X]          | X                              | no function absent",
        "absent  | [X]          | {'error':'E','contains':''}    | no function absent",
        "same    | [X,1]        | X                              | same: takes 1 arguments, got 2",
        "not_yet | [X]          | X       | not_yet: f32[2]",
      })
  void isUnsupported(String fn, String args, String expect, String reason) {
    assertEquals(new Outcome.Unsupported(reason), run(fn, args, expect, "{'kind':'exact'}", ""));
  }

  @Test
  void eachElementMayMatchEitherResult() {
    String either = ",'also':{'dtype':'float32','shape':[2],'data':[9,2]}";
    String expect = "{'dtype':'float32','shape':[2],'data':[1,9]}";
    assertEquals(new Outcome.Passed(), run("same", "[X]", expect, "{'kind':'exact'}", either));
    String neither = ",'also':{'dtype':'float32','shape':[2],'data':[1,8]}";
    assertInstanceOf(Outcome.Failed.class, run("same", "[X]", expect, "{'kind':'exact'}", neither));
  }

  @Test
  void x64SelectsTheWideProfile() {
    String line =
        line("profile", "[]", "{'json':'WIDE64'}", "{'kind':'exact'}", "")
            .replace("\"x64\":false", "\"x64\":true");
    assertEquals(new Outcome.Passed(), runner.run(ConformanceCase.parse(line)));
  }

  @Test
  void largeResultsCompareBySamplesAndChecksum() {
    String args = "[{'dtype':'int32','shape':[400],'iota_affine':[1,0]}]";
    ByteBuffer bytes = ByteBuffer.allocate(1600).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 400; i++) {
      bytes.putInt(i);
    }
    CRC32 crc = new CRC32();
    crc.update(bytes.array());
    String right = sampled("[[0,0],[399,399]]", crc.getValue());
    String wrongSample = sampled("[[0,0],[399,398]]", crc.getValue());
    String wrongChecksum = sampled("[[0,0],[399,399]]", crc.getValue() ^ 1);
    String exact = "{'kind':'exact'}";
    assertEquals(new Outcome.Passed(), run("same", args, right, exact, ""));
    assertInstanceOf(Outcome.Failed.class, run("same", args, wrongSample, exact, ""));
    assertEquals(
        new Outcome.Failed("the samples agree but the crc32 of all elements differs"),
        run("same", args, wrongChecksum, exact, ""));
    String tolerant = "{'kind':'rtol','rtol':0,'atol':0}";
    assertEquals(new Outcome.Passed(), run("same", args, wrongChecksum, tolerant, ""));
  }

  @Test
  void hangingCasesFailAndTheRestStillRuns() {
    ConformanceCase hangs =
        ConformanceCase.parse(line("hangs", "[X]", "X", "{'kind':'exact'}", ""));
    ConformanceCase same = ConformanceCase.parse(line("same", "[X]", "X", "{'kind':'exact'}", ""));
    try (SuiteRunner suite = new SuiteRunner(runner, 1, Duration.ofMillis(200))) {
      GroupResult result = suite.run("group", List.of(same, hangs, same));
      assertEquals(new GroupResult.Tally(2, 1, 0, 0), result.tally(1));
      assertEquals("took more than 0 s", result.failures().getFirst().difference());
    }
  }

  @Test
  void namedCasesMayDifferAndNoOthers() {
    String exact = "{'kind':'exact'}";
    String args = "[X]";
    String wrong = "{'dtype':'int32','shape':[2],'data':[9,9]}";
    String named = line("same", args, wrong, exact, "").replace("\"one\"", "\"named\"");
    Outcome.Failed failed =
        assertInstanceOf(Outcome.Failed.class, run("same", args, wrong, exact, ""));
    assertEquals(
        new Outcome.Deliberate(failed.difference(), "because"),
        runner.run(ConformanceCase.parse(named)));
    String right = line("same", args, "X", exact, "").replace("\"one\"", "\"named\"");
    assertEquals(new Outcome.Passed(), runner.run(ConformanceCase.parse(right)));
  }

  @Test
  void everyDifferenceOfThisBuildHasOneReason() {
    assertNotNull(Differences.standard().reason("elementwise-divide-0009"));
    assertNull(Differences.standard().reason("elementwise-divide-0001"));
    String twice = DIFFERENCES.replace("\"named\"", "\"named\", \"named\"");
    assertThrows(CaseFormatException.class, () -> Differences.parse(twice));
  }

  private static String sampled(String samples, long crc32) {
    return "{'dtype':'int32','shape':[400],'samples':" + samples + ",'crc32':" + crc32 + "}";
  }

  private Outcome run(String fn, String args, String expect, String compare, String also) {
    return runner.run(ConformanceCase.parse(line(fn, args, expect, compare, also)));
  }

  private static String line(String fn, String args, String expect, String compare, String also) {
    String head = "{'id':'one','group':'g','fn':'" + fn + "','tier':1,'x64':false,'args':" + args;
    return (head + ",'expect':" + expect + also + ",'compare':" + compare + "}")
        .replaceAll("\\bX\\b", X)
        .replaceAll("\\bK\\b", KEYS)
        .replace('\'', '"');
  }
}
