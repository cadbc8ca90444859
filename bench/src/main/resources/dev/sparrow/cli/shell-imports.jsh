import java.util.*;
import dev.sparrow.array.*;
import static dev.sparrow.ops.Creation.*;
