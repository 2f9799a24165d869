using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>Tables and descriptions that are complete when they are put in: who finds none makes the same again.</content>
internal static partial class Identity
{
    /// <summary>names.Add(part.Name); …; map[type] = names: on the way to the table, and not what a caller has brought; the next one who finds none makes the same.</summary>
    private static bool IsMadeFull(Holder holder, AccessNode filling, AccessNode access) => (filling.Body == access.Body || filling.Body.RunsInline && Structure.IsWithin(filling.Body, access.Body)) && filling.Order < access.Order && !Structure.Exclude(filling, access) && !Structure.ShareLoop(filling, access)
        && filling.Target.Symbol is not IParameterSymbol && filling.Inserted != null && Of(holder, filling, filling.Inserted) == null && IsSameAgain(holder, filling.Inserted, access.Key) && !IsEmptied(holder, filling) && (filling.Key == null || IsSameAgain(holder, filling.Key, access.Key))
        && !access.Body.Member.Starts.Exists(s => s.Order < access.Order) && !access.Body.Member.Registers.Exists(r => r.Order < access.Order) && !IsGivenOut(holder, access);

    /// <summary>map[type] = FindAll(type), where the helper fills the table that it makes and gives, of nothing but the key and what is the same for all.</summary>
    private static bool IsMadeFullByMaker(Holder holder, AccessNode filling, AccessNode access)
    {
        var call = (access.Inserted is { Kind: ValueKind.Local, Local.Single: { } single } ? single : access.Inserted)?.Call;
        return call is { IsVirtual: false, Target: { } target } && holder.OwnFactsOf(target) is { IsTruncated: false, Starts.Count: 0, Registers.Count: 0 } maker
            && maker == filling.Body.Member && maker != access.Body.Member && (filling.Body.Enclosing == null || filling.Body.RunsInline) && filling.Inserted != null && Of(holder, filling, filling.Inserted) == null && IsOfGiven(filling.Inserted) && (filling.Key == null || IsOfGiven(filling.Key)) && !IsGivenOut(holder, access);

        bool IsOfGiven(Value content) => Trace.Roots(holder, content).TrueForAll(r => !Memo.IsDrawn(r) && r.Access is not { Removes: true } && !IsRead(r.Value)
            && ((BroughtIn(content, null, 0) ?? BroughtIn(r.Value, null, 0)) is not { } brought || brought is IParameterSymbol given && given.Ordinal < call!.Arguments.Length && (Canon.Same(call.Arguments[given.Ordinal], access.Key) || IsSameAgain(holder, call.Arguments[given.Ordinal], access.Key))));
    }

    /// <summary>Not brought by a caller, not counted, not taken from where it is gone then, not read from what goes on: who makes it again gets the same.</summary>
    private static bool IsSameAgain(Holder holder, Value content, Value? key) => Trace.Roots(holder, content).TrueForAll(r => !Memo.IsDrawn(r) && r.Access is not { Removes: true } && !IsRead(r.Value)
        && ((BroughtIn(content, key, 0) ?? BroughtIn(r.Value, key, 0)) is not { } brought || Canon.Same(content, key) || IsKey(holder, brought, key) || IsGivenKey(holder, brought, key)));

    private static bool IsKey(Holder holder, ISymbol brought, Value? key) => Trace.Roots(holder, key).Exists(k => k is { Kind: RootKind.Parameter, IsPart: false } && SymbolEqualityComparer.Default.Equals(k.Symbol, brought));

    /// <summary>Describe(type): all who call the helper give it the key.</summary>
    private static bool IsGivenKey(Holder holder, ISymbol brought, Value? key) => brought is IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter && holder.OwnFactsOf(method) is { } helper && holder.Callers.IsClosed(helper)
        && holder.Callers.Of(helper) is { Count: > 0 } calls && calls.All(c => parameter.Ordinal < c.Arguments.Length && Canon.Same(c.Arguments[parameter.Ordinal], key));

    /// <summary>The parameter that the value, or the object that it is a part of, came by.</summary>
    private static ISymbol? BroughtIn(Value? value, Value? key, int depth) => value == null || depth > 8 || depth > 0 && key != null && Canon.Same(value, key) ? null : value switch
    {
        { Symbol: IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } } => null,
        { Kind: ValueKind.Parameter } or { Kind: ValueKind.Local, Symbol: IParameterSymbol } => value.Symbol,
        { Kind: ValueKind.Local, Local.Single: { } single } => BroughtIn(single, key, depth + 1),
        { Kind: not ValueKind.Created, Owner: { } owner } => BroughtIn(owner, key, depth + 1),
        _ => null,
    };

    /// <summary>copy.AddRange(_pending); _pending.Clear(): what is in it is nowhere else then.</summary>
    private static bool IsEmptied(Holder holder, AccessNode filling) => Trace.Roots(holder, filling.Inserted).Exists(r => r is { Kind: RootKind.Element, Symbol: { } from } && filling.Body.Member.Accesses.Exists(a => a.Depth == 0 && (a.Removes || a.Access is AccessKind.Clear or AccessKind.Replace) && SymbolEqualityComparer.Default.Equals(a.Store, from)));

    /// <summary>reader.ReadLine(), queue.Dequeue(): the next one who asks gets something else.</summary>
    private static bool IsRead(Value value) => value.Call?.Target is { Name: var name } && System.Array.Exists(new[] { "Read", "Receive", "Dequeue", "TryDequeue", "Take", "TryTake", "Pop", "TryPop", "Next", "GetNext", "Consume", "Poll", "Pull", "Fetch", "Drain", "Accept" }, w => name.StartsWith(w, System.StringComparison.Ordinal))
        || value.Symbol?.Name is { } part && (part.StartsWith("Current", System.StringComparison.Ordinal) || part is "Now" or "UtcNow");

    /// <summary>A member that others call returns the table so that they may add to it.</summary>
    private static bool IsGivenOut(Holder holder, AccessNode access) => holder.OwnMembers.Any(f => f.Method is { DeclaredAccessibility: not Accessibility.Private } method
        && (TakesMore(holder, method.ReturnType) && f.Returns.Exists(r => r.Value != null && Trace.ComesFrom(holder, r.Value, access.Store!))
            || method.Parameters.Any(p => p.RefKind == RefKind.Out && TakesMore(holder, p.Type)) && (f.Assigns.Exists(a => a.Target == AssignTarget.Out && Trace.ComesFrom(holder, a.Value, access.Store!)) || f.Accesses.Exists(a => a.Out is { Kind: ValueKind.Parameter } && SymbolEqualityComparer.Default.Equals(a.Store, access.Store)))));

    private static bool TakesMore(Holder holder, ITypeSymbol type) => type is not IArrayTypeSymbol && !type.Name.StartsWith("IReadOnly", System.StringComparison.Ordinal) && type.Name != "IEnumerable" && holder.Catalog.Of(type) is { Collection: not CollectionKind.None } known && !known.Has(TypeTraits.Immutable);

    private static bool IsQuestion(string name) => NameWords.BeginsWithAny(name, new[] { "Get", "TryGet", "Is", "Has", "Find", "Contains", "ToString", "Equals" });

    /// <summary>var map = new Map(type); foreach (…) map.Add(…); cache[type] = map: told all it knows before it is put in, and only read afterwards.</summary>
    private static bool IsDescription(Holder holder, AccessNode access, Value created, ITypeSymbol type)
    {
        if (type.GetMembers().Any(m => m is IEventSymbol) || holder.OwnMembers.Any(f => f.Method is { DeclaredAccessibility: not Accessibility.Private } asked && TakesTelling(holder, asked.ReturnType, type) && f.Returns.Exists(r => r.Value != null && (Trace.ComesFrom(holder, r.Value, access.Store!) || Trace.Roots(holder, r.Value).Exists(root => root.Value == created)))))
            return false;
        var isTold = false;
        foreach (var call in holder.Members.SelectMany(f => f.Calls))
        {
            if (call is not { Receiver: { Kind: not ValueKind.This } receiver, Target: { MethodKind: MethodKind.Ordinary, IsStatic: false, ContainingType: { } owner, Name: var name } } || IsQuestion(name) || !SymbolEqualityComparer.Default.Equals(owner.OriginalDefinition, type.OriginalDefinition))
                continue;
            if (!Trace.Roots(holder, receiver).TrueForAll(r => r is { Kind: RootKind.Created, IsPart: false }))
                return false;
            isTold |= Trace.Roots(holder, receiver).Exists(r => r.Value == created) && (call.Body.Member != access.Body.Member || call.Order < access.Order)
                && System.Array.TrueForAll(call.Arguments, a => IsSameAgain(holder, a, access.Key));
        }

        return isTold && !access.Body.Member.Starts.Exists(s => s.Order < access.Order);
    }

    /// <summary>ITrie, of which callers only ask: an interface of the program whose methods, as they are implemented, put nothing in and change nothing.</summary>
    private static bool TakesTelling(Holder holder, ITypeSymbol shown, ITypeSymbol made)
    {
        if (shown is not INamedTypeSymbol { TypeKind: TypeKind.Interface } face || !StoreScope.IsInSource(shown))
            return true;
        foreach (var member in face.AllInterfaces.Add(face).SelectMany(i => i.GetMembers()))
        {
            if (member is IEventSymbol or IPropertySymbol { SetMethod: not null })
                return true;
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && (method.ReturnsVoid || made.FindImplementationForInterfaceMember(method) is not IMethodSymbol body || holder.FactsOf(body) is not { } facts || facts.Accesses.Exists(a => a.Mutates || a.Inserts || a.Removes) || facts.Registers.Count > 0))
                return true;
        }

        return false;
    }

    /// <summary>A table that the constructor makes of what is known already, in a type that has no methods to add to it.</summary>
    private static bool IsMadeFull(Holder holder, INamedTypeSymbol type, IFieldSymbol field)
    {
        if (!(field.IsReadOnly || field.AssociatedSymbol is IPropertySymbol { SetMethod: null }) || type.GetMembers().Any(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false }))
            return false;
        var store = StoreScope.Canonical(field);
        foreach (var constructor in type.InstanceConstructors)
        {
            if (holder.WrittenFactsOf(constructor) is { } facts
                && facts.Accesses.Exists(a => a.Inserted is { Kind: ValueKind.Created, Items: { Length: > 0 } items } && SymbolEqualityComparer.Default.Equals(a.Store, store) && System.Array.Exists(items, i => i.Kind is not (ValueKind.Constant or ValueKind.Parameter) && IsSequence(i.Type))))
                return !holder.Members.Any(f => f.Accesses.Exists(a => (a.Inserts || a.Removes) && !Callers.IsConstruction(f) && SymbolEqualityComparer.Default.Equals(a.Store, store) || a.Inserts && SymbolEqualityComparer.Default.Equals(a.Target.Symbol, store) && a.Target.A != null));
        }

        return false;
    }

    /// <summary>A private collection that constructors fill and other members only look into, and that nobody gets: two such objects made alike are equal.</summary>
    private static bool IsFilledWhenMade(Holder holder, INamedTypeSymbol type, IFieldSymbol field)
    {
        if (field.DeclaredAccessibility != Accessibility.Private || field.AssociatedSymbol is { DeclaredAccessibility: not Accessibility.Private } || field.Type is INamedTypeSymbol { TypeArguments: var parts } && parts.Any(p => p is INamedTypeSymbol { TypeKind: TypeKind.Class } part && (holder.Analysis.Mutability.GathersState(part, holder.Cancellation) || part.GetMembers().Any(m => m is IEventSymbol { IsStatic: false }))))
            return false;
        var store = StoreScope.Canonical(field);
        foreach (var member in type.GetMembers().Concat(type.GetTypeMembers().SelectMany(t => t.GetMembers())))
        {
            if (member is not (IMethodSymbol { IsAbstract: false } or IFieldSymbol or IPropertySymbol) || holder.WrittenFactsOf(member) is not { } facts)
                continue;
            if (facts.IsTruncated || facts.Accesses.Exists(a => SymbolEqualityComparer.Default.Equals(a.Store, store) && (a.Mutates || a.Access == AccessKind.Escape) && (!Callers.IsConstruction(facts) || a.Body is { Enclosing: not null, RunsInline: false })))
                return false;
            if (facts.Returns.Exists(r => IsIt(r.Value)) || !Callers.IsConstruction(facts) && (facts.Assigns.Exists(a => IsIt(a.Value)) || facts.Calls.Exists(c => System.Array.Exists(c.Arguments, IsIt)) || facts.Accesses.Exists(a => IsIt(a.Inserted))))
                return false;
        }

        return true;

        bool IsIt(Value? value) => value is { Kind: ValueKind.Store } && SymbolEqualityComparer.Default.Equals(value.Symbol, store);
    }

    private static bool IsSequence(ITypeSymbol? type) => type != null && (type.SpecialType == SpecialType.System_Collections_IEnumerable || type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable)) && type.SpecialType != SpecialType.System_String;
}
