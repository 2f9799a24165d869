using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Lifecycle;

/// <summary>Entries that are there longer than the call that puts them in, on purpose, and calls whose failure ends everything.</summary>
internal static class OutlivesCall
{
    private static readonly string[] Failures = { "Fail", "Faulty", "Broken", "Unresolved", "Unloadable", "Bad", "Missing" };

    private static readonly string[] Programs = { "Program", "Preloader", "Launcher", "Bootstrap", "Bootstrapper", "Startup", "EntryPoint" };

    /// <summary>Main, or what starts the program in a class that is named for it: what it leaves, the end of the process takes.</summary>
    public static bool IsEntryPoint(MemberFacts facts, PairEvent acquire) => facts.Method is { IsStatic: true } method
        && (method.Name is "Main" or "<Main>$" || !acquire.Key.StartsWith("p:", System.StringComparison.Ordinal) && (method.Name is "Run" or "RunAsync" || Starting.IsStart(facts)) && System.Array.Exists(Programs, p => method.ContainingType.Name.EndsWith(p, System.StringComparison.Ordinal)));

    /// <summary>A table that others can see: they may take out what stays in it, or use it for good.</summary>
    public static bool IsSeenOutside(PairEvent acquire)
    {
        for (ISymbol? at = acquire.Store; at is not (null or INamespaceSymbol); at = at.ContainingSymbol)
        {
            if (at.DeclaredAccessibility is Accessibility.Private or Accessibility.NotApplicable)
                return false;
        }

        return true;
    }

    /// <summary>_misses[id] = misses + 1, of what was found there before: a figure that is kept, and no entry that is taken.</summary>
    public static bool IsTally(MemberFacts facts, PairEvent acquire) => acquire.Access is { Access: AccessKind.Overwrite, Collection: CollectionKind.Keyed, Inserted.Type: { } figure } && ApiCatalog.IsPlain(figure) && figure.SpecialType is not (SpecialType.System_Boolean or SpecialType.System_String)
        && facts.Accesses.Exists(a => a.Order < acquire.Access.Order && a.Access is AccessKind.Lookup or AccessKind.Read or AccessKind.Exists && SymbolEqualityComparer.Default.Equals(a.Store, acquire.Store) && Canon.Same(a.Key, acquire.Access.Key) && Counts(acquire.Access.Inserted, a, 0));

    /// <summary>What is put in is worked out of what was found.</summary>
    private static bool Counts(Value? value, AccessNode found, int depth) => value != null && depth < 5 && (value.Access == found || value.Data == found || value == found.Element
        || value.Kind == ValueKind.Local && value.Local.Assigned.Exists(v => Counts(v, found, depth + 1)) || System.Array.Exists(value.Items, i => Counts(i, found, depth + 1)) || Counts(value.A, found, depth + 1) || Counts(value.B, found, depth + 1));

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

    /// <summary>A TcpClient, a Socket, a pipe: the next operation goes on with it, and one that fails has no more use for it. A request, its answer and what they carry are of one operation.</summary>
    public static bool IsConnection(PairEvent acquire) => acquire.Access.Inserted?.Type is INamedTypeSymbol type && IsOfNet(type);

    /// <summary>class Node { private readonly Socket _socket; … }: the program's own connection.</summary>
    public static bool WrapsConnection(PairEvent acquire) => acquire.Access.Inserted?.Type is INamedTypeSymbol type && StoreScope.IsInSource(type) && type.GetMembers().Any(m => m is IFieldSymbol { IsStatic: false, Type: INamedTypeSymbol part } && IsOfNet(part));

    private static bool IsOfNet(INamedTypeSymbol type) => type is { Name: not ("HttpRequestMessage" or "HttpResponseMessage"), ContainingNamespace: { Name: "Sockets" or "Http" or "Pipes", ContainingNamespace: { Name: "Net" or "IO", ContainingNamespace.Name: "System" } } }
        && !type.Name.EndsWith("Content", System.StringComparison.Ordinal) && type.AllInterfaces.Any(i => i.Name == "IDisposable");

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
