using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>Whether a method returns true exactly where a container took the newcomer, and false where it refused it.</summary>
internal sealed class RefusalTold : Flow
{
    private const int Before = 1;
    private const int Refused = 2;
    private const int Accepted = 4;

    private readonly AccessNode access;
    private bool told;
    private bool isMixed;

    private RefusalTold(AccessNode access) => this.access = access;

    public static bool By(MemberFacts facts, AccessNode access)
    {
        if (access.Body != facts.Root)
            return false;
        var flow = new RefusalTold(access);
        return flow.Run(facts.Root, Before).IsCertain && flow.told && !flow.isMixed;
    }

    protected override int Step(int state, Node node)
    {
        if (node == access)
            return Refused | Accepted;
        if (node is ReturnNode { Value: { } value } && (state & (Refused | Accepted)) != 0 && !Says(value))
        {
            if ((state & Refused) != 0)
                (told, isMixed) = (true, isMixed || !value.IsFalse);
            if ((state & Accepted) != 0)
                isMixed |= !value.IsTrue;
        }
        else if (node is ReturnNode && (state & Refused) != 0)
        {
            told = true;
        }

        return state;
    }

    /// <summary>return map.TryAdd(…); also behind a test that lets it be tried: return !_closed &amp;&amp; map.TryAdd(…).</summary>
    private bool Says(Value value, int depth = 0) => value.Kind switch
    {
        ValueKind.Outcome => value.Access == access,
        ValueKind.And => Says(value.B!, depth),
        ValueKind.Local => depth < 4 && value.Local.Single is { } single && Says(single, depth + 1),
        _ => false,
    };

    protected override int AssumeAtom(int state, Value atom, bool holds)
    {
        if (atom.Kind != ValueKind.Outcome || atom.Access != access)
            return state;
        return holds ? state & ~Refused : state & ~Accepted;
    }
}
