using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Ownership;

/// <summary>_free = Channel.CreateBounded&lt;Buffer>(count); for (int i = 0; i &lt; count; i++) _free.Writer.TryWrite(new Buffer()): each finds its place.</summary>
internal static class AsManyAsPlaces
{
    /// <summary>The constructor makes the channel and fills it, nobody else sees it yet, and nothing else has been put in.</summary>
    public static bool Are(Holder holder, Store store, AccessNode access)
    {
        var facts = access.Body.Member;
        if (store.IsStatic || access.Body.Enclosing != null || !Callers.IsConstruction(facts) || facts.Starts.Exists(s => s.Order < access.Order) || Structure.EnclosingLoop(access) is not { Condition: { } goesOn } loop || Structure.EnclosingLoop(loop) != null)
            return false;
        if (store.Accesses.FindAll(a => a.Access is AccessKind.Overwrite or AccessKind.Replace && a.Inserted is not (null or { IsNull: true })) is not { Count: 1 } made || made[0] is not { Inserted: { } channel } making || making.Body != access.Body || !Structure.IsOnTheWay(making, loop) || PlacesOf(channel) is not { } places)
            return false;
        return Counts(goesOn, places) && !store.Accesses.Exists(a => a != access && a.Access is AccessKind.TryAdd or AccessKind.Add or AccessKind.Complete && holder.Callers.OnlyWhileConstructed(a.Body));
    }

    private static Value? PlacesOf(Value channel)
    {
        var asked = channel is { Kind: ValueKind.Result, Call: { Target.Name: "CreateBounded", Arguments: { Length: > 0 } arguments } } ? arguments[0] : channel is { Kind: ValueKind.Local, Local.Single: { } single } && single != channel ? PlacesOf(single) : null;
        return asked is { Kind: ValueKind.Created, Type.Name: "BoundedChannelOptions", Items: { Length: > 0 } options } ? options[0] : asked;
    }

    /// <summary>i &lt; count, where i goes up from 0 (or more) by one, once a turn.</summary>
    private static bool Counts(Value goesOn, Value places) => goesOn is { Kind: ValueKind.Pure, Data: BinaryOperatorKind.LessThan, Items: { Length: 2 } sides } && Canon.Same(sides[1], places) && IsSteady(places)
        && sides[0] is { Kind: ValueKind.Local, Local.Writes: { Count: 2 } writes } && writes.Exists(w => w.Value is { Kind: ValueKind.Constant, Data: >= 0 }) && writes.Exists(w => w.Syntax is PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax);

    private static bool IsSteady(Value places) => places.Kind is ValueKind.Constant or ValueKind.Parameter || places is { Kind: ValueKind.Store, Symbol: IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null or { IsInitOnly: true } } } or { Kind: ValueKind.Local, Local.Single: not null };
}
