using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>What becomes of a value.</summary>
[Flags]
internal enum Fate
{
    None = 0,

    /// <summary>Dispose, DisposeAsync or using.</summary>
    Disposed = 1,

    /// <summary>Close, Stop, Return …: ended as far as a name tells.</summary>
    Released = 2,

    /// <summary>Returned or given to an out parameter.</summary>
    Returned = 4,

    /// <summary>Put into a field or collection.</summary>
    Stored = 8,

    /// <summary>Passed to code that cannot be seen: it may keep or dispose it.</summary>
    Passed = 16,

    /// <summary>Disposed or released where the method fails: it throws then, and its caller gets nothing back.</summary>
    EndedOnFailure = 32,

    /// <summary>A method of the value's own, which is not named like an end, ends the value: it completes, and disposes itself with that.</summary>
    EndedItself = 64,

    Ended = Disposed | Released | EndedItself,
    Discharged = Ended | Returned | Stored | Passed,
}

/// <summary>Finds what a member does with values of a certain origin, through the helpers it calls.</summary>
internal sealed partial class Fates
{
    private readonly Holder holder;
    private readonly Dictionary<IParameterSymbol, Fate> parameters = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IMethodSymbol, Fate> receivers = new(SymbolEqualityComparer.Default);
    private readonly HashSet<IParameterSymbol> open = new(SymbolEqualityComparer.Default);

    public Fates(Holder holder) => this.holder = holder;

    /// <summary>Everything that happens in <paramref name="facts"/> to values with a root that <paramref name="match"/> accepts.</summary>
    public Fate Of(MemberFacts facts, Func<Root, bool> match, Func<Node, bool>? where = null) => Of(facts, match, where, isCallee: false);

    private Fate Of(MemberFacts facts, Func<Root, bool> match, Func<Node, bool>? where, bool isCallee)
    {
        var fate = Fate.None;
        foreach (var node in facts.Disposals)
        {
            if (Counts(node, where) && Matches(Reaching.At(node.Operand, node), match))
                fate |= isCallee && Structure.Fails(node) ? Fate.EndedOnFailure : node.IsCertain ? Fate.Disposed : Fate.Released;
        }

        foreach (var call in facts.Calls)
        {
            if (Counts(call, where) && !(isCallee && Structure.Fails(call)))
                fate |= OfCall(call, match);
        }

        foreach (var node in facts.Returns)
        {
            if (Counts(node, where) && node.Value != null && !IsInlineResult(node) && Matches(Reaching.At(node.Value, node), match))
                fate |= Fate.Returned;
        }

        foreach (var node in facts.Assigns)
        {
            if (node.Target == AssignTarget.Local || !Counts(node, where) || !Matches(Reaching.At(node.Value, node), match))
                continue;
            fate |= node.Target == AssignTarget.Out ? Fate.Returned : Fate.Stored;
        }

        foreach (var access in facts.Accesses)
        {
            if (access.Inserted != null && Counts(access, where) && Matches(Reaching.At(access.Inserted, access), match))
                fate |= Fate.Stored;
        }

        foreach (var start in facts.Starts)
        {
            if (Counts(start, where) && start.Work is { Kind: ValueKind.Delegate, A: { } receiver } && Matches(receiver, match))
                fate |= OfGroup(start.Work);
        }

        return fate;
    }

    /// <summary>What a method does with one of its parameters.</summary>
    public Fate OfParameter(IMethodSymbol method, int index)
    {
        if (index >= method.Parameters.Length)
            return Fate.None;
        var key = method.Parameters[index];
        if (parameters.TryGetValue(key, out var known))
            return known;
        if (!open.Add(key))
            return Fate.None;
        var fate = Fate.Passed;
        if (holder.FactsOf(method) is { IsTruncated: false } facts)
        {
            var parameter = method.Parameters[index];
            fate = Of(facts, root => root.Kind is RootKind.Parameter or RootKind.ParameterElement && root.Symbol is IParameterSymbol p && p.Ordinal == parameter.Ordinal
                && SymbolEqualityComparer.Default.Equals(p.ContainingSymbol.OriginalDefinition, FactsKey(facts, method)), where: null, isCallee: true);
        }

        open.Remove(key);
        parameters[key] = fate;
        return fate;
    }

    private static ISymbol FactsKey(MemberFacts facts, IMethodSymbol method) => facts.Member is IMethodSymbol own ? own.OriginalDefinition : method;

    /// <summary>extension(Link link) { … }: it has no name, and the oldest compiler supported has no kind for it.</summary>
    public static bool IsExtensionBlock(INamedTypeSymbol? type) => (int?)type?.TypeKind == 14;

    private static bool Counts(Node node, Func<Node, bool>? where) => (where == null || where(node)) && !DeadCode.IsDead(node);

    private bool Matches(Value value, Func<Root, bool> match, int depth = 0)
    {
        foreach (var root in Trace.Roots(holder, value))
        {
            if (match(root))
                return true;
            // A tuple or an initializer takes its parts with it; what a constructor does with them is seen at its call.
            if (depth < 3 && root.Kind == RootKind.Created && root.Value.Type is { } type && (type.IsTupleType || type.IsAnonymousType || holder.Catalog.Of(type).Has(TypeTraits.Task) || holder.Catalog.Of(type).Collection != CollectionKind.None))
            {
                foreach (var item in root.Value.Items)
                {
                    if (Matches(item, match, depth + 1))
                        return true;
                }
            }
        }

        return false;
    }

    /// <summary>The result of a lambda that runs in place goes where its call says, not out of the member.</summary>
    private static bool IsInlineResult(ReturnNode node) => node.Body.Enclosing != null;

    private Fate OfCall(CallNode call, Func<Root, bool> match)
    {
        var fate = Fate.None;
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            var argument = Reaching.At(call.Arguments[i], call);
            if (argument.Kind is ValueKind.Unknown or ValueKind.Null or ValueKind.Constant or ValueKind.This)
                continue;
            if (argument.Kind is ValueKind.Local or ValueKind.Created && holder.Catalog.Of(argument.Type).Collection != CollectionKind.None && OfArgument(call, i) is var ended && (ended & Fate.Ended) != 0
                && Trace.ElementRoots(holder, argument).Exists(r => match(r)))
                fate |= ended & Fate.Ended;
            foreach (var root in Trace.Roots(holder, argument))
            {
                if (root.Kind == RootKind.Delegate && root.Value.A is { } receiver)
                {
                    if (Matches(receiver, match))
                        fate |= OfGroup(root.Value);
                }
                else if (match(root))
                {
                    fate |= OfArgument(call, i);
                }
            }
        }

        if (call.Receiver is { Kind: not (ValueKind.This or ValueKind.Unknown) } target && call.Target is { } method && !call.IsDelegate && Matches(Reaching.At(target, call), match))
            fate |= OfReceiver(method) is var end && end != Fate.None && !Closing.IsClosingName(method.Name) && !Closing.IsEndingName(method.Name) && !IsExtensionBlock(method.ContainingType) ? Fate.EndedItself : end;
        return fate;
    }

    /// <summary>A method group whose receiver is the value: Task.Run(old.Dispose).</summary>
    private Fate OfGroup(Value group) => group.Symbol is IMethodSymbol method && holder.Catalog.Methods.Of(method) is { ReleasesByName: true } known
        ? known.Disposes ? Fate.Disposed : Fate.Released
        : Fate.Passed;

    /// <summary>What an array made for the call holds: Disposer.DisposeAll(_first, _second).</summary>
    public static Value[] Packed(Value argument) =>
        argument is { Kind: ValueKind.Created, Type.TypeKind: TypeKind.Array } ? argument.Items : System.Array.Empty<Value>();

    /// <summary>What a call does with one of its arguments.</summary>
    public Fate OfArgument(CallNode call, int index)
    {
        if (call.Callee != null)
            return Fate.None;
        if (call.IsDelegate && IsPredicate(call))
            return Fate.None;
        if (call.Target is not { } target)
            return Fate.Passed;
        if (call.Info is { Role: MethodRole.Inert or MethodRole.Reader or MethodRole.ThrowIf or MethodRole.ReferenceEquals or MethodRole.LinqExists })
            return Fate.None;
        if (call.IsCreation && IsException(target.ContainingType))
            return Fate.None;
        if (StoreScope.IsInSource(target) && !target.IsAbstract && !target.IsExtern)
        {
            var fate = OfParameter(target, index);
            return call.IsCreation && (fate & Fate.Stored) != 0 ? fate | Fate.Passed : fate;
        }

        return Fate.Passed;
    }

    /// <summary>Func&lt;T, bool&gt; or Predicate&lt;T&gt;: it says something of what it is given.</summary>
    private static bool IsPredicate(CallNode call) => call.Result.Type?.SpecialType == SpecialType.System_Boolean && call.Receiver?.Type is { Name: "Func" or "Predicate", ContainingNamespace.Name: "System" };

    private static bool IsException(ITypeSymbol? type)
    {
        for (var at = type; at != null; at = at.BaseType)
        {
            if (at is { Name: "Exception", ContainingNamespace.Name: "System" })
                return true;
        }

        return false;
    }
}
