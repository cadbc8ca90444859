package dev.sparrow.jit.run;

import dev.sparrow.buffer.View;
import dev.sparrow.jit.codegen.RecurrenceBody.Role;

/**
 * An input of a recurrence that is not carried.
 *
 * @param operand number of the loop's operand
 * @param view where its elements lie in one step, from the operand's slot on
 * @param role whether it moves from step to step
 * @param shared whether it is one value for all elements
 */
record RecurrenceInput(int operand, View view, Role role, boolean shared) {}
