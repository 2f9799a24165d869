using System.Linq;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>
/// Two attempts and a flag: try { _file = A(); done = true; } catch { } if (!done) _file = B(); or one question asked twice. What is known is kept apart
/// for both values of the flag that the place in question stands behind: the lower bits where it is false, the upper ones where it is true.
/// </content>
internal sealed partial class Presence
{
    private const int Width = 3;
    private const int Half = Unknown | Gone | Live;

    private Value? flag;

    private int Entry(int state) => flag == null ? state : state | state << Width;

    private static int Folded(int state) => (state | state >> Width) & Half;

    /// <summary>A local of the body that gets true or false, in the body only, and that a condition around the node asks for.</summary>
    private static Value? FlagOf(Node at)
    {
        for (var block = at.Parent; block != null; block = block.Parent)
        {
            if (block.Owner is IfNode branch && (block == branch.Then || block == branch.Else) && FlagIn(branch.Condition, at.Body, 0) is { } found)
                return found;
        }

        return null;
    }

    private static Value? FlagIn(Value condition, BodyFacts body, int depth)
    {
        if (depth > 6)
            return null;
        if (condition is { Kind: ValueKind.Same, A: { Kind: ValueKind.Member or ValueKind.Parameter } asked, B: { Kind: ValueKind.Constant } limit })
            return Canon.Text(asked) != null && Canon.Text(limit) != null && Structure.Branches(body.Member).Count(b => b.Body == body && b.Condition.Kind == ValueKind.Same && IsSameTest(b.Condition, condition)) > 1 ? condition : null;
        if (condition is { Kind: ValueKind.Local, Local: { Symbol: ILocalSymbol, Type.SpecialType: SpecialType.System_Boolean } local })
            return local.Writes.Count > 1 && local.Writes.TrueForAll(w => w.Body == body) && local.Writes.Exists(w => w.Value.IsTrue || w.Value.IsFalse) || local.Writes.Count == 1 && local.Writes[0].Body == body && Structure.Branches(body.Member).Count(b => b.Body == body && IsAbout(b.Condition, condition)) > 1 ? condition : null;
        return condition.Kind is ValueKind.Not or ValueKind.And or ValueKind.Or ? FlagIn(condition.A!, body, depth + 1) ?? (condition.B == null ? null : FlagIn(condition.B, body, depth + 1)) : null;
    }

    private static bool IsAbout(Value asked, Value local) => asked == local || asked is { Kind: ValueKind.Not, A: { } denied } && denied == local;

    protected override bool IsFollowed(Value local) => flag != null && local == flag;

    /// <summary>if (mode == Safe) …, asked twice: the answer is the same.</summary>
    private static bool IsSameTest(Value a, Value b) => a.Kind == ValueKind.Same && b.Kind == ValueKind.Same && Canon.Same(a.A, b.A) && Canon.Same(a.B, b.B);

    protected override int Step(int state, Node node)
    {
        states[node] = states.TryGetValue(node, out var seen) ? seen | state : state;
        if (flag == null)
            return StepOf(state, node);
        if (node is AssignNode { Target: AssignTarget.Local } assign && assign.Place == flag)
            return assign.Value.IsTrue ? Folded(state) << Width : assign.Value.IsFalse ? Folded(state) : Split(Folded(state), assign.Value);
        return Apart(state, half => StepOf(half, node));
    }

    protected override int AssumeAtom(int state, Value atom, bool holds)
    {
        if (flag == null)
            return AssumeOf(state, atom, holds);
        return atom == flag || IsSameTest(atom, flag) ? holds ? state & (Half << Width) : state & Half : Apart(state, half => AssumeOf(half, atom, holds));
    }

    /// <summary>has = map.ContainsKey(k): what the flag is made of is known from here on, for both of its values.</summary>
    private int Split(int state, Value made) => Folded(Assume(state, made, false)) | Folded(Assume(state, made, true)) << Width;

    private static int Apart(int state, System.Func<int, int> step)
    {
        var low = state & Half;
        var high = state >> Width;
        return (low == 0 ? 0 : Folded(step(low))) | (high == 0 ? 0 : Folded(step(high)) << Width);
    }
}
