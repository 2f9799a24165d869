using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Ownership;

/// <summary>Places of an array at which nothing is lost: filled once at the start, kept by entries that know their own, new because the array has just grown.</summary>
internal static class FixedPlaces
{
    private static readonly string[] Beginnings = { "Init", "Initialize", "Initialise", "Setup", "SetUp", "OneTime" };

    /// <summary>What says where an entry itself stands, and not another one that it knows.</summary>
    private static readonly string[] Names = { "Id", "ID", "Index", "Slot", "Key", "Number", "Place", "Position" };

    public static bool Are(Holder holder, Store store, AccessNode access, int state) => access.Depth == 0 && (IsLeftByEntry(holder, store, access)
        || store.Known.Collection == CollectionKind.Array && (IsFilledAtStart(holder, access, state) || IsEnteredByEntry(holder, store, access) || HasGrown(store, access) || HasMadeRoom(store, access)));

    /// <summary>void Initialize() { for (…) _queues[i] = new Queue(i); }: the first and only filling, as with a slot. Not where each turn of a loop fills one place.</summary>
    private static bool IsFilledAtStart(Holder holder, AccessNode access, int state) => (state & Presence.Live) == 0 && access.Inserted is { IsNull: false } && access.Body.Enclosing == null && IsAtStart(holder, access.Body.Member, 0)
        && (Structure.EnclosingLoop(access) == null || Canon.Text(access.Key) is not { } key || key.IndexOf("l:", System.StringComparison.Ordinal) >= 0 || key.IndexOf("each:", System.StringComparison.Ordinal) >= 0)
        && Reruns.Of(holder, access.Body, access) == null;

    /// <summary>By its name; a private one that gets the place told is called by such members and by constructors only, or by none that can be seen.</summary>
    private static bool IsAtStart(Holder holder, MemberFacts facts, int depth) => facts.Method is { Name: var name } method && NameWords.BeginsWithAny(name, Beginnings)
        && (method.DeclaredAccessibility != Accessibility.Private ? Starting.IsStart(facts) : depth < 4 && holder.Callers.Of(facts).All(c => Callers.IsConstruction(c.Body.Member) || IsAtStart(holder, c.Body.Member, depth + 1)));

    /// <summary>void Unregister(Session session) { _sessions[session.Id] = null; }: the caller has the entry in hand, and what is at its place is that.</summary>
    private static bool IsLeftByEntry(Holder holder, Store store, AccessNode access) => access is { Access: AccessKind.Overwrite, Inserted.IsNull: true, Body: { Enclosing: null, Member.Method.DeclaredAccessibility: not Accessibility.Private } body } && OwnerOfKey(store, access.Key) != null
        && holder.Roots.Reaching(body, _ => true) == null && holder.Callers.Of(body.Member).All(c => !System.Array.Exists(c.Arguments, a => Trace.ComesFrom(holder, a, store.Symbol)));

    /// <summary>void Register(Session session) { _sessions[session.Id] = session; }, where it leaves in the same way: a place is free when the next one gets it.</summary>
    private static bool IsEnteredByEntry(Holder holder, Store store, AccessNode access) => access is { Access: AccessKind.Overwrite, Inserted: { } inserted } && OwnerOfKey(store, access.Key) is { } owner && access.Body.Member.Method is { Name: var name } && !Reruns.SaysAgain(name)
        && Trace.Roots(holder, inserted) is { Count: > 0 } roots && roots.TrueForAll(r => r is { Kind: RootKind.Parameter, IsPart: false } && SymbolEqualityComparer.Default.Equals(r.Symbol, owner))
        && store.Accesses.Exists(a => a.Depth == 0 && IsLeftByEntry(holder, store, a)) && !holder.Callers.Of(access.Body.Member).Any(c => System.Array.Exists(c.Arguments, a => Trace.Roots(holder, a).Exists(IsToldPlace)));

    /// <summary>Plug(int slot) => Insert(new Card(slot)): the caller says where, and may say so again.</summary>
    private static bool IsToldPlace(Root newcomer) => newcomer.Kind == RootKind.Created && System.Array.Exists(newcomer.Value.Items, i => i is { Symbol: IParameterSymbol { Type: { } type } } && ApiCatalog.IsPlain(type));

    /// <summary>The parameter whose own property, or answer without arguments, the key is; of the type of the entries.</summary>
    private static ISymbol? OwnerOfKey(Store store, Value? key)
    {
        var at = key is { Kind: ValueKind.Local, Local.Single: { } single } ? single : key;
        var (owner, name) = at switch
        {
            { Kind: ValueKind.Member or ValueKind.Store or ValueKind.Pure } => (at.Owner, at.Symbol?.Name),
            { Kind: ValueKind.Result, Call: { Arguments.Length: 0, Receiver: { } receiver } } => (receiver, at.Call.Target?.Name),
            _ => (null, null),
        };
        return name != null && System.Array.Exists(Names, n => name.EndsWith(n, System.StringComparison.Ordinal) || name.Equals(n, System.StringComparison.OrdinalIgnoreCase))
            && owner is { Kind: ValueKind.Parameter or ValueKind.Local, Symbol: IParameterSymbol { Type: { } type } parameter } && store.Payload.Resource is { } resource && Entries.Derives(type, resource) ? parameter : null;
    }

    /// <summary>Array.Resize(ref _parts, _parts.Length + 1); _parts[^1] = …: one place more, and the last one. Or for (var i = old; …), from where the array ended before.</summary>
    private static bool HasGrown(Store store, AccessNode access) => access.Key is { } key && access.Body.Member.Calls.Exists(c => c.Target is { Name: "Resize", ContainingType.SpecialType: SpecialType.System_Array } && Structure.IsOnTheWay(c, access)
        && c.Arguments is { Length: > 1 } sizes && IsArray(sizes[0], store) && (IsOneMore(sizes[1], store) && IsLast(key, store) && Structure.EnclosingLoop(c) == Structure.EnclosingLoop(access) || BeginsAtOldEnd(key, store, c)));

    /// <summary>The local got the length of the array before it was made longer, and only goes up from there.</summary>
    private static bool BeginsAtOldEnd(Value key, Store store, Node resize)
    {
        var at = key;
        for (var depth = 0; depth < 3 && at is { Kind: ValueKind.Local, Local: { Assigned.Count: > 0, Writes.Count: > 0 } local }; depth++)
        {
            if (local.Assigned.Count > 2 || local.Writes.Exists(w => w.Syntax.IsKind(SyntaxKind.PostDecrementExpression) || w.Syntax.IsKind(SyntaxKind.PreDecrementExpression) || w.Syntax.IsKind(SyntaxKind.SubtractAssignmentExpression)))
                return false;
            if (IsLength(local.Assigned[0], store))
                return local.Writes[0].Order < resize.Order;
            at = local.Assigned[0];
        }

        return false;
    }

    /// <summary>Array.Copy(_columns, at, _columns, at + 1, count - at); _columns[at] = …: the old one stands a place further on now.</summary>
    private static bool HasMadeRoom(Store store, AccessNode access) => access.Body.Member.Calls.Exists(c => c.Target is { Name: "Copy" or "ConstrainedCopy", ContainingType.SpecialType: SpecialType.System_Array } && Structure.IsOnTheWay(c, access)
        && c.Arguments is { Length: 5 } copied && IsArray(copied[0], store) && IsArray(copied[2], store) && Canon.Same(copied[1], access.Key)
        && ByOne(copied[3], BinaryOperatorKind.Add) is { } before && Canon.Same(before, access.Key) && !MentionsLength(copied[4], store, 0));

    /// <summary>All up to the very end: then the last one falls out.</summary>
    private static bool MentionsLength(Value value, Store store, int depth) => depth < 4 && (IsLength(value, store) || System.Array.Exists(value.Items, i => MentionsLength(i, store, depth + 1)) || value is { Kind: ValueKind.Local, Local.Single: { } single } && MentionsLength(single, store, depth + 1));

    private static bool IsArray(Value value, Store store) => value.Kind == ValueKind.Store && SymbolEqualityComparer.Default.Equals(value.Symbol, store.Symbol);

    private static bool IsOneMore(Value size, Store store) => ByOne(size, BinaryOperatorKind.Add) is { } before && IsLength(before, store);

    private static bool IsLast(Value key, Store store) => ByOne(key, BinaryOperatorKind.Subtract) is { } end ? IsLength(end, store) : key is { Kind: ValueKind.Pure or ValueKind.Created, Items: { Length: 1 } parts } && parts[0] is { Kind: ValueKind.Constant, Data: 1 };

    /// <summary>What one is added to, or taken from.</summary>
    private static Value? ByOne(Value value, BinaryOperatorKind step) => value is { Kind: ValueKind.Pure, Data: BinaryOperatorKind done, Items: { Length: 2 } parts } && done == step && parts[1] is { Kind: ValueKind.Constant, Data: 1 } ? parts[0] : null;

    private static bool IsLength(Value value, Store store) => value.Asked?.Name == "Length" && SymbolEqualityComparer.Default.Equals(value.Owner?.Symbol, store.Symbol);
}
