using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Holders;

/// <content>Numbers that are counted up with each use, and ones that an initializer makes.</content>
internal static partial class FreshKeys
{
    /// <summary>map[_cookie] = …; …; _cookie++: a number that is only ever counted up, also by the member that uses it.</summary>
    private static bool IsCountedUp(Holder holder, Store table, AccessNode read) => read.Target.A is null or { Kind: ValueKind.This } && holder.StoreOf(read.Store) is { IsCollection: false, Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 or SpecialType.System_UInt64 } counter && (counter.IsStatic || !table.IsStatic)
        && (counter.Accesses.Exists(a => a.Access == AccessKind.Increment && Follows(a, read))
            || read.Body.Member.Calls.Exists(c => Follows(c, read) && c.Target is { } target && holder.OwnFactsOf(target) is { } helper && counter.Accesses.Exists(a => a.Access == AccessKind.Increment && a.Body.Member == helper && a.Parent == helper.Root.Root)))
        && counter.Accesses.TrueForAll(a => !a.Mutates || a.Member == "initializer" || a is { Access: AccessKind.Increment, Member: "++" or "Increment" });

    /// <summary>_advertisers[device] = …, where a device is an object that equals itself alone, and the caller brings it to have it added: the same one does not come twice.</summary>
    private static bool IsObject(Holder holder, Store store, AccessNode access) => access.Body.Enclosing == null && access.Key is { Kind: ValueKind.Parameter, Type: INamedTypeSymbol { TypeKind: TypeKind.Class, IsRecord: false } key } && StoreScope.IsInSource(key) && !HasValueEquality(key)
        && access.Body.Member.Method is { Name: var name, Parameters.Length: 1 } added && holder.Callers.Of(access.Body.Member).Count == 0 && (!holder.Callers.IsDelegate(added) || holder.OwnMembers.All(f => f.Registers.TrueForAll(r => r.Detaches || !SymbolEqualityComparer.Default.Equals(r.Callback.Symbol?.OriginalDefinition, added) || r.Member?.Name.EndsWith("Added", System.StringComparison.Ordinal) == true))) && (NameWords.BeginsWithAny(name, new[] { "Add", "Attach" }) && name.IndexOf("Or", System.StringComparison.Ordinal) < 0 || name.EndsWith("Added", System.StringComparison.Ordinal))
        && store.Accesses.Exists(a => a.Access == AccessKind.Remove && a.Body.Member != access.Body.Member);

    /// <summary>if (_count == _ring.Length) return false; _ring[(_head + _count) % _ring.Length] = item; _count++: a place that a ring has free, where what is taken leaves null.</summary>
    private static bool IsRingPlace(Store store, AccessNode access)
    {
        var key = access.Key;
        while (key is { Kind: ValueKind.Local } && key.Local.Single is { } single)
            key = single;
        if (key is not { Kind: ValueKind.Pure, Data: Microsoft.CodeAnalysis.Operations.BinaryOperatorKind.Remainder } || !store.Accesses.Exists(a => a.Body.Member != access.Body.Member && a is { Access: AccessKind.Overwrite, Inserted.IsNull: true, Key: not null }))
            return false;
        var counted = access.Body.Member.Accesses.Where(a => a.Access == AccessKind.Increment && a.Body == access.Body && a.Order > access.Order && a.Parent == access.Parent).Select(a => a.Store).ToList();
        return Asks(key, counted, 0) && Structure.Branches(access.Body.Member).Any(b => b.Body == access.Body && b.Order < access.Order && Structure.Leaves(b.Then) && Implied.Any(b.Condition, false, (part, _) => Asks(part, counted, 0) && key.Items.Length == 2 && AsksSame(part, key.Items[1], 0)));
    }

    /// <summary>The count is compared with something.</summary>
    private static bool Asks(Value test, System.Collections.Generic.List<ISymbol?> counted, int depth) => depth < 4 && (test.Kind == ValueKind.Store && counted.Contains(test.Symbol, SymbolEqualityComparer.Default) || test.A != null && Asks(test.A, counted, depth + 1) || test.B != null && Asks(test.B, counted, depth + 1) || System.Array.Exists(test.Items, i => Asks(i, counted, depth + 1)));

    /// <summary>With the number of places that the ring has.</summary>
    private static bool AsksSame(Value test, Value places, int depth) => depth < 4 && (Canon.Same(test, places) || test.A != null && AsksSame(test.A, places, depth + 1) || test.B != null && AsksSame(test.B, places, depth + 1) || System.Array.Exists(test.Items, i => AsksSame(i, places, depth + 1)));

    /// <summary>Enter(id, client), a private member whose callers all count the id up just before, once for each call.</summary>
    private static bool IsPassedNew(Holder holder, Store store, Value key, BodyFacts body, int depth) => depth < 3 && key is { Kind: ValueKind.Parameter, Symbol: IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter } && body.Enclosing == null && holder.OwnFactsOf(method) is { } facts && facts == body.Member && !facts.Assigns.Exists(a => SymbolEqualityComparer.Default.Equals(a.Place.Symbol, parameter))
        && holder.Callers.IsClosed(facts) && holder.Callers.Of(facts) is { Count: > 0 } calls && calls.All(c => !(c.Body.Enclosing != null && c.Body.RunsInline && !IsMadeIn(c, parameter)) && Structure.EnclosingLoop(c) == null && !FillsTwice(holder, store, c, parameter) && !calls.Any(o => o != c && o.Body.Member == c.Body.Member && parameter.Ordinal < System.Math.Min(o.Arguments.Length, c.Arguments.Length) && Canon.Same(o.Arguments[parameter.Ordinal], c.Arguments[parameter.Ordinal])) && parameter.Ordinal < c.Arguments.Length && (IsNew(holder, c.Arguments[parameter.Ordinal], 2) || IsPassedNew(holder, store, c.Arguments[parameter.Ordinal], c.Body, depth + 1)));

    /// <summary>hosts.ForEach(h => { var id = ++_last; Enter(id, h); })</summary>
    private static bool IsMadeIn(CallNode call, IParameterSymbol parameter) => parameter.Ordinal < call.Arguments.Length && call.Arguments[parameter.Ordinal] is var number && (number is { Kind: ValueKind.Local, Local.Single: { } single } ? single : number).Access is { Access: AccessKind.Increment } made && made.Body == call.Body;

    /// <summary>OpenDraft(id); OpenFinal(id): another member puts something in under the same number.</summary>
    private static bool FillsTwice(Holder holder, Store store, CallNode call, IParameterSymbol parameter) => parameter.Ordinal < call.Arguments.Length && call.Body.Member.Calls.Exists(o => o != call && o.Target is { } other && System.Array.Exists(o.Arguments, a => Canon.Same(a, call.Arguments[parameter.Ordinal]))
        && holder.OwnFactsOf(other) is { } filler && holder.Summaries.Accesses(filler, store.Symbol).Any(a => a.Inserts));

    /// <summary>handle = ++_next; … map[handle] = entry, where the handle is given out.</summary>
    private static bool IsNewOut(Holder holder, AccessNode access)
    {
        if (access.Key?.Symbol is not IParameterSymbol { RefKind: RefKind.Out or RefKind.Ref } parameter)
            return false;
        AssignNode? last = null;
        foreach (var assign in access.Body.Member.Assigns)
        {
            if (assign.Target == AssignTarget.Out && assign.Order < access.Order && assign.Body == access.Body && SymbolEqualityComparer.Default.Equals(assign.Place.Symbol, parameter) && (assign.Parent == access.Parent || assign.Parent != null && Structure.Contains(assign.Parent, access)))
                last = assign;
        }

        return last != null && IsNew(holder, last.Value, 0);
    }

    /// <summary>var number = NextFree(): a helper of the holder gives no number but one that it has just seen to be absent.</summary>
    private static bool IsFoundAbsent(Holder holder, Store store, AccessNode access) => access.Target.A is null or { Kind: ValueKind.This } && IsFoundAbsent(holder, store, access.Key, access, 0);

    private static bool IsFoundAbsent(Holder holder, Store store, Value? key, Node access, int depth)
    {
        while (key is { Kind: ValueKind.Local } && key.Local.Single is { } single)
            key = single;
        // Put(id, client), a private member whose callers have all just found the id free.
        if (depth < 3 && key is { Kind: ValueKind.Parameter, Symbol: IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter } && access.Body.Enclosing == null && holder.OwnFactsOf(method) is { } own && own == access.Body.Member && !own.Assigns.Exists(a => SymbolEqualityComparer.Default.Equals(a.Place.Symbol, parameter)))
            return !IsTakenMeanwhile(holder, store, null, access) && holder.Callers.IsClosed(own) && holder.Callers.Of(own) is { Count: > 0 } calls && calls.All(c => parameter.Ordinal < c.Arguments.Length && c.Body.Enclosing == null && Structure.EnclosingLoop(c) == null && IsFoundAbsent(holder, store, c.Arguments[parameter.Ordinal], c, depth + 1));
        if (key is not { Kind: ValueKind.Result, Symbol: not IParameterSymbol, Call: { IsVirtual: false, Target: { } target, Receiver: null or { Kind: ValueKind.This } } asked } || IsTakenMeanwhile(holder, store, asked, access) || holder.OwnFactsOf(target) is not { IsTruncated: false } helper)
            return false;
        var given = helper.Returns.FindAll(r => r.Body.Enclosing == null);
        return given.Count > 0 && given.TrueForAll(r => r.Value is { Kind: ValueKind.Local or ValueKind.Store or ValueKind.Parameter } number && Presence.OfKey(holder, store, r, number) == Presence.Gone);
    }

    /// <summary>Between the helper, or the beginning of the member, and the use of its number others may have taken that: another insertion, here or by a member that is called.</summary>
    private static bool IsTakenMeanwhile(Holder holder, Store store, Node? asked, Node access)
    {
        var first = asked?.Order ?? -1;
        return asked != null && asked.Body != access.Body || Structure.EnclosingLoop(access) != (asked == null ? null : Structure.EnclosingLoop(asked)) || asked != null && Structure.Enclosing(asked, BlockRole.LockBody) != Structure.Enclosing(access, BlockRole.LockBody)
            || access.Body.Member.Awaits.Exists(w => w.Body == access.Body && w.Order > first && w.Order < access.Order)
            || store.Accesses.Exists(a => a != access && a.Inserts && a.Body.Member == access.Body.Member && (a.Body != access.Body || a.Order > first && a.Order < access.Order))
            || access.Body.Member.Calls.Exists(c => c != asked && c.Body == access.Body && c.Order > first && c.Order < access.Order && c.Target is { } between && holder.OwnFactsOf(between) is { } called && holder.Summaries.Accesses(called, store.Symbol).Any(a => a.Inserts));
    }

    /// <summary>Whatever way is taken from the use of the number, it comes by there.</summary>
    private static bool Follows(Node step, Node use) => step.Body == use.Body && step.Order > use.Order && step.Parent is { } level && Structure.Contains(level, use)
        && !use.Body.Member.Returns.Exists(r => r.Body == use.Body && r.Order > use.Order && r.Order < step.Order) && !use.Body.Member.Throws.Exists(t => t.Body == use.Body && t.Order > use.Order && t.Order < step.Order);

    /// <summary>Where the number is counted: in _last of ++_last, also by a helper of the type; in _ids of _ids.Next(). Null for a Guid.</summary>
    private static ISymbol? CounterOf(Holder holder, Value number, int depth) => depth > MaxDepth ? null : number switch
    {
        { Kind: ValueKind.Local, Local.Single: { } single } => CounterOf(holder, single, depth + 1),
        { Access: { Access: AccessKind.Increment } counted } => counted.Store,
        { Call: { Target: { } target } call } => Trace.Roots(holder, number).Select(r => r.Value).FirstOrDefault(v => v.Access is { Access: AccessKind.Increment })?.Access!.Store ?? call.Receiver?.Symbol ?? (target.Name == "NewGuid" ? null : target),
        { Kind: ValueKind.Pure or ValueKind.Created } => number.Items.Select(i => CounterOf(holder, i, depth + 1)).FirstOrDefault(c => c != null),
        _ => null,
    };

    /// <summary>(Channel)MemberwiseClone(), channel with { Socket = … }: it has the number of the one that it was made of.</summary>
    private static bool IsCopy(Holder holder, Value inserted) => Trace.DeepRoots(holder, inserted).Exists(r => r.Value is { Kind: ValueKind.Created, Data: "with" } or { Call.Target.Name: "MemberwiseClone" });

    /// <summary>var job = new Job { Id = Guid.NewGuid() }; … map[job.Id] = …: the initializer says that it is new.</summary>
    private static bool IsGivenNew(Holder holder, AccessNode access)
    {
        if ((access.Key!.A ?? access.Key.Call?.Receiver) is not { Kind: ValueKind.Local, Local.Single: { Kind: ValueKind.Created } made } || access.Key.Asked is not { } part)
            return false;
        if (access.Body.Member.Assigns.Exists(a => SymbolEqualityComparer.Default.Equals(a.Place.Symbol, part)) || access.Body.Member.Accesses.Exists(a => a.Mutates && SymbolEqualityComparer.Default.Equals(a.Store, part)))
            return false;
        var given = (access.Body.Member.Calls.Find(c => c.IsCreation && c.Result == made)?.Syntax as BaseObjectCreationExpressionSyntax)?.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().FirstOrDefault(a => a.Left is IdentifierNameSyntax name && name.Identifier.ValueText == part.Name)?.Right;
        return given is IdentifierNameSyntax { Identifier.ValueText: var named } ? System.Array.Exists(made.Items, i => i is { Kind: ValueKind.Local, Local.Symbol.Name: var local } && local == named && IsNew(holder, i, 1))
            : given is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "NewGuid" } };
    }
}
