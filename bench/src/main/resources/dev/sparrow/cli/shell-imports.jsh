import java.util.*;
import dev.sparrow.ops.*;
import dev.sparrow.array.*;
import static dev.sparrow.ops.Creation.*;
