using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Lifecycle;

/// <summary>Entries that are there longer than the call that puts them in, on purpose, and calls whose failure ends everything.</summary>
internal static class OutlivesCall
{
    private static readonly string[] Failures = { "Fail", "Faulty", "Broken", "Unresolved", "Unloadable", "Bad", "Missing" };

    /// <summary>Main: what it leaves, the end of the process takes.</summary>
    public static bool IsEntryPoint(MemberFacts facts) => facts.Method is { IsStatic: true, Name: "Main" or "<Main>$" };

    /// <summary>The body of a thread: an exception that leaves it ends the process.</summary>
    public static bool IsThread(Holder holder, MemberFacts facts) =>
        facts.Method is { } method && holder.Members.Any(f => f.Starts.Any(s => s.Start == StartKind.Thread && SymbolEqualityComparer.Default.Equals(s.Work.Symbol, method)));

    /// <summary>_failedNames: by its name the store is there to remember what a step that throws leaves in it.</summary>
    public static bool KeepsWhatFailed(PairEvent acquire)
    {
        var name = acquire.Store.Name.TrimStart('_');
        foreach (var word in Failures)
        {
            var at = name.IndexOf(word, System.StringComparison.OrdinalIgnoreCase);
            if (at == 0 || at > 0 && char.IsUpper(name[at]))
                return true;
        }

        return false;
    }

    /// <summary>The object that holds the store was made in this member and goes with it.</summary>
    public static bool IsLocalHolder(Holder holder, PairEvent acquire)
    {
        var owner = acquire.Node is CallNode call ? call.Receiver : acquire.Access.Target.A;
        return owner != null && Trace.Roots(holder, owner).Any(r => r.Kind == RootKind.Created);
    }

    /// <summary>Something that can end the entry later gets both the holder and the key: a handle to dispose, a callback.</summary>
    public static bool IsHandedOut(MemberFacts facts, PairEvent acquire)
    {
        foreach (var call in facts.Calls)
        {
            if (call.Order > acquire.Node.Order && call.IsCreation && call.Arguments.Any(a => a.Kind == ValueKind.This) && call.Arguments.Any(a => Canon.Text(a) == acquire.Key))
                return true;
        }

        foreach (var body in facts.Bodies)
        {
            if (body.Enclosing == null || body.RunsInline || body == acquire.Node.Body || Pairs.IsCalledInPlace(body))
                continue;
            foreach (var access in facts.Accesses)
            {
                if (access.Body == body && access.Removes && SymbolEqualityComparer.Default.Equals(access.Store, acquire.Store))
                    return true;
            }
        }

        return false;
    }
}
