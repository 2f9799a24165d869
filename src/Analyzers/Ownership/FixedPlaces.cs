using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Places of an array at which nothing is lost: filled once at the start, kept by entries that know their own, new because the array has just grown.</summary>
internal static class FixedPlaces
{
    private static readonly string[] Beginnings = { "Init", "Initialize", "Initialise", "Setup", "SetUp", "OneTime" };

    public static bool Are(Holder holder, Store store, AccessNode access, int state) => access.Depth == 0 && (IsLeftByEntry(holder, store, access)
        || store.Known.Collection == CollectionKind.Array && (IsFilledAtStart(holder, store, access, state) || IsEnteredByEntry(holder, store, access) || HasGrown(store, access)));

    /// <summary>void Initialize() { for (…) _queues[i] = new Queue(i); }: the first and only filling, as with a slot. Not where each turn of a loop fills one place.</summary>
    private static bool IsFilledAtStart(Holder holder, Store store, AccessNode access, int state) => (state & Presence.Live) == 0 && access.Inserted is { IsNull: false } && access.Body.Enclosing == null && IsAtStart(access.Body.Member)
        && (Structure.EnclosingLoop(access) == null || Canon.Text(access.Key) is not { } key || key.IndexOf("l:", System.StringComparison.Ordinal) >= 0 || key.IndexOf("each:", System.StringComparison.Ordinal) >= 0)
        && Reruns.Of(holder, access.Body, access) == null;

    private static bool IsAtStart(MemberFacts facts) => Starting.IsStart(facts) || facts.Method is { DeclaredAccessibility: Accessibility.Private, Name: var name } && System.Array.Exists(Beginnings, w => name.StartsWith(w, System.StringComparison.Ordinal) && (name.Length == w.Length || !char.IsLower(name[w.Length])));

    /// <summary>void Unregister(Session session) { _sessions[session.Id] = null; }: the caller has the entry in hand, and what is at its place is that.</summary>
    private static bool IsLeftByEntry(Holder holder, Store store, AccessNode access) => access is { Access: AccessKind.Overwrite, Inserted.IsNull: true } && OwnerOfKey(store, access.Key) != null;

    /// <summary>void Register(Session session) { _sessions[session.Id] = session; }, where it leaves in the same way: a place is free when the next one gets it.</summary>
    private static bool IsEnteredByEntry(Holder holder, Store store, AccessNode access) => access is { Access: AccessKind.Overwrite, Inserted: { } inserted } && OwnerOfKey(store, access.Key) is { } owner
        && Trace.Roots(holder, inserted) is { Count: > 0 } roots && roots.TrueForAll(r => r is { Kind: RootKind.Parameter, IsPart: false } && SymbolEqualityComparer.Default.Equals(r.Symbol, owner))
        && store.Accesses.Exists(a => a.Depth == 0 && IsLeftByEntry(holder, store, a));

    /// <summary>The parameter whose own property, or answer without arguments, the key is; of the type of the entries.</summary>
    private static ISymbol? OwnerOfKey(Store store, Value? key)
    {
        var at = key is { Kind: ValueKind.Local, Local.Single: { } single } ? single : key;
        var owner = at switch
        {
            { Kind: ValueKind.Member or ValueKind.Store or ValueKind.Pure } => at.Owner,
            { Kind: ValueKind.Result, Call: { Arguments.Length: 0, Receiver: { } receiver } } => receiver,
            _ => null,
        };
        return owner is { Kind: ValueKind.Parameter or ValueKind.Local, Symbol: IParameterSymbol { Type: { } type } parameter } && store.Payload.Resource is { } resource && Entries.Derives(type, resource) ? parameter : null;
    }

    /// <summary>Array.Resize(ref _parts, _parts.Length + 1); _parts[^1] = …</summary>
    private static bool HasGrown(Store store, AccessNode access) => access.Body.Member.Calls.Exists(c => c.Target is { Name: "Resize", ContainingType.SpecialType: SpecialType.System_Array } && Structure.IsOnTheWay(c, access)
        && c.Arguments.Length > 0 && c.Arguments[0] is { Kind: ValueKind.Store } grown && SymbolEqualityComparer.Default.Equals(grown.Symbol, store.Symbol));
}
