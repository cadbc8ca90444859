package dev.sparrow.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinderTest {
  private static final String X = "{'dtype':'float32','shape':[2],'data':[1,2]}";

  private final Binder binder = new Binder(FunctionRegistry.of(List.of(FakeFunctions.class)));

  @ParameterizedTest(name = "{0} {1} {2} -> {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "overloaded | [5]                | {}                                 | until 5",
        "overloaded | [5.5]              | {}                                 | fraction 5.5",
        "overloaded | [{'py':'int','value':5}] | {}                           | until 5",
        "overloaded | [2, 5]             | {}                                 | range 2 5",
        "overloaded | [2]                | {'stop':5}                         | range 2 5",
        "overloaded | [[2, 3], 'left']   | {}                                 | (2, 3) LEFT",
        "overloaded | [4]                | {'side':'right'}                   | (4,) RIGHT",
        "options    | [X]                | {}                                 | null false null",
        "options    | [X]                | {'axis':1}                         | [1] false null",
        "options    | [X]                | {'axis':[0,-1],'keepdims':true}    | [0, -1] true null",
        "options    | [X]                | {'axis':[],'dtype':'float32'}      | [] false float32",
        "options    | [X, 1]             | {'keepdims':true}                  | [1] true null",
        "options    | [X]                | {'axis':null,'unheard_of':null}    | null false null",
        "axes       | [X]                | {}                                 | [0, -1]",
        "axes       | [X, 4]             | {}                                 | [1, 4]",
        "axes       | [X, 3, 4]          | {}                                 | [2, 4]",
        "axes       | [X, [3, 4, 5]]     | {}                                 | [3, 5]",
        "axes       | [X]                | {'axes':[3, 4]}                    | [2, 4]",
        "count      | [[X, X]]           | {}                                 | 2",
        "count      | [X, X, 1.5]        | {}                                 | 3",
        "count      | [{'tuple':[X]}]    | {}                                 | 1",
        "count      | [X]                | {}                                 | 2",
        "fill       | [3]                | {'fill_value':2}                   | 3 2.0",
        "fill       | [null, 'inf']      | {}                                 | null Infinity",
      })
  void findsTheCall(String fn, String args, String kwargs, String result) throws Exception {
    assertEquals(result, String.valueOf(bind(fn, args, kwargs).invoke()));
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nothing    | []         | {}                | no function nothing",
        "fill       | [3]        | {}                | fill: parameter fill_value is not given",
        "fill       | [3.5, 1]   | {}                | fill: Num for a parameter of type java.lang.Integer",
        "options    | [X]        | {'initial':1}     | options: no parameter initial",
        "options    | [X]        | {'dtype':'int4'}  | options: dtype: no dtype is called 'int4'; try float32, int32, bool",
        "same       | [X, 1]     | {}                | same: takes 1 arguments, got 2",
      })
  void saysWhyThereIsNoCall(String fn, String args, String kwargs, String reason) {
    UnboundException unbound = assertThrows(UnboundException.class, () -> bind(fn, args, kwargs));
    assertEquals(reason, unbound.getMessage());
  }

  private BoundCall bind(String fn, String args, String kwargs) throws UnboundException {
    return binder.bind(fn, json(args).list(), json(kwargs).object().fields());
  }

  private static Json json(String text) {
    return Json.parse(text.replaceAll("\\bX\\b", X).replace('\'', '"'));
  }
}
