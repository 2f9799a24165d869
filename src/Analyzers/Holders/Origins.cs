using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Whose an inserted value is.</summary>
[System.Flags]
internal enum Origin
{
    None = 0,

    /// <summary>A resource made here: new, a factory, a starting call.</summary>
    Created = 1,

    /// <summary>Made here, and needs no disposal.</summary>
    Inert = 2,

    /// <summary>Came by parameter, container, pool or lookup.</summary>
    Borrowed = 4,

    /// <summary>Already an entry of a store of the holder.</summary>
    Moved = 8,
    Null = 16,
    Unknown = 32,

    /// <summary>A token source without timer or link: a resource only where others register on its token.</summary>
    PlainSource = 64,
}

/// <summary>Tells where values come from that a holder inserts, returns or creates.</summary>
internal sealed partial class Origins
{
    private const int MaxDepth = 5;
    private readonly Holder holder;
    private readonly HashSet<object> open = new();

    public Origins(Holder holder) => this.holder = holder;

    /// <summary>The origin of what an access puts into its store; factories and updaters included.</summary>
    public Origin OfInsertion(AccessNode access)
    {
        var origin = Origin.None;
        if (access.Inserted != null)
            origin |= Of(Reaching.At(access.Inserted, access));
        if (access.Factory != null)
            origin |= OfDelegate(access.Factory, 0);
        if (access.Updater != null)
            origin |= OfDelegate(access.Updater, 0);
        return origin == Origin.None ? Origin.Unknown : origin;
    }

    public Origin Of(Value value) => Of(value, 0);

    /// <summary>The origin of what a delegate returns.</summary>
    public Origin OfDelegate(Value value) => OfDelegate(value, 0);

    /// <summary>The resource types created by a value or, for a delegate, by what it returns.</summary>
    public IEnumerable<ITypeSymbol> CreatedTypes(AccessNode access)
    {
        var values = new List<Value>();
        if ((access.Contents ?? access.Inserted) is { } inserted)
            values.Add(Reaching.At(inserted, access));
        foreach (var source in new[] { access.Factory, access.Updater })
        {
            if (source != null)
                values.AddRange(ReturnsOf(source));
        }

        return values.SelectMany(v => CreatedTypes(v, 0));
    }

    private IEnumerable<ITypeSymbol> CreatedTypes(Value value, int depth)
    {
        if (depth > MaxDepth)
            yield break;
        foreach (var root in Trace.DeepRoots(holder, value))
        {
            if (root.Kind == RootKind.Result && root.Value.Type is { } returned && holder.Catalog.PayloadOf(returned).Resource is { } result)
                yield return result;
            if (root.Kind != RootKind.Created || root.Value.Type is not { } type)
                continue;
            if (holder.Catalog.IsResource(type))
            {
                yield return type;
                continue;
            }

            foreach (var item in root.Value.Items)
            {
                var parts = item.Kind == ValueKind.Delegate ? ReturnsOf(item) : new[] { item };
                foreach (var inner in parts.SelectMany(p => CreatedTypes(p, depth + 1)))
                    yield return inner;
            }
        }
    }

    /// <summary>Adds the objects that a value may be, as made anywhere in the nest.</summary>
    public void AddCreated(Value value, HashSet<Value> to, int depth = 0)
    {
        foreach (var root in Trace.DeepRoots(holder, value))
        {
            if (root.Kind == RootKind.Created)
                to.Add(root.Value);
            if (root.Kind != RootKind.Parameter || depth > MaxDepth || root.Symbol is not IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter || holder.OwnFactsOf(method) is not { } facts)
                continue;
            foreach (var call in holder.Callers.Of(facts))
            {
                if (parameter.Ordinal < call.Arguments.Length)
                    AddCreated(call.Arguments[parameter.Ordinal], to, depth + 1);
            }
        }
    }

    private Origin Of(Value value, int depth)
    {
        if (depth > MaxDepth)
            return Origin.Unknown;
        if (IsLent(value, 0))
            return Origin.Borrowed;
        var origin = Origin.None;
        foreach (var root in Trace.DeepRoots(holder, value))
            origin |= OfRoot(root, depth);
        return origin == Origin.None ? Origin.Unknown : origin;
    }

    private Origin OfRoot(Root root, int depth)
    {
        switch (root.Kind)
        {
            case RootKind.Created or RootKind.Result when root.IsPart && IsWhole(root.Value.Type):
                return Origin.Borrowed;
            case RootKind.Created:
                return OfCreation(root.Value, depth);
            case RootKind.Result:
                return OfResult(root.Value);
            case RootKind.Parameter or RootKind.ParameterElement:
                return OfParameter(root, depth);
            // Empty.Instance: a static of another type is there for everybody.
            case RootKind.Slot when root is { IsPart: false, Symbol: { IsStatic: true } shared } && holder.StoreOf(shared) == null:
                return Origin.Borrowed;
            case RootKind.Element or RootKind.Slot or RootKind.Collection:
                return root.IsPart && root.Kind == RootKind.Slot ? Origin.Borrowed : Origin.Moved;
            case RootKind.Null:
                return Origin.Null;
            case RootKind.This:
                return Origin.Borrowed;
            case RootKind.Delegate:
                return Origin.Inert;
            default:
                return Origin.Unknown;
        }
    }

    /// <summary>A parameter of a private method is what all its callers pass; any other is borrowed.</summary>
    private Origin OfParameter(Root root, int depth)
    {
        if (root.Symbol is not IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter)
            return Origin.Borrowed;
        if (method.MethodKind is MethodKind.AnonymousFunction or MethodKind.LocalFunction)
            return Origin.Unknown;
        if (holder.OwnFactsOf(method) is not { } facts || !(holder.Callers.IsClosed(facts) || IsPrivateConstructor(method)) || !open.Add(parameter))
            return Origin.Borrowed;
        var origin = Origin.None;
        foreach (var call in holder.Callers.Of(facts))
        {
            if (parameter.Ordinal < call.Arguments.Length)
                origin |= Of(call.Arguments[parameter.Ordinal], depth + 1);
        }

        open.Remove(parameter);
        return origin == Origin.None ? Origin.Unknown : origin;
    }

    private static bool IsPrivateConstructor(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Constructor && (method.DeclaredAccessibility == Accessibility.Private || method.ContainingType.DeclaredAccessibility == Accessibility.Private);

    private Origin OfDelegate(Value value, int depth)
    {
        if (depth > MaxDepth)
            return Origin.Unknown;
        var known = Delegates.Resolve(holder, value);
        if (known.Kind != ValueKind.Delegate)
        {
            // A factory handed in: by its name it makes what it returns.
            return known.Kind is ValueKind.Store or ValueKind.Parameter && MethodCatalog.NamesFactory(known.Symbol?.Name ?? string.Empty) && !MakesEntry(known.Type) ? Origin.Created
                : known.Kind == ValueKind.Awaited || known.Kind == ValueKind.Created ? Of(known, depth + 1)
                : Origin.Unknown;
        }

        var origin = Origin.None;
        foreach (var returned in ReturnsOf(known))
            origin |= Of(returned, depth + 1);
        if (origin == Origin.None && known.Symbol is IMethodSymbol method && known.Body == null)
        {
            origin = holder.Catalog.Methods.Of(method).Factory switch
            {
                FactoryKind.Creates => Origin.Created,
                FactoryKind.Borrows => Origin.Borrowed,
                _ => Origin.Unknown,
            };
        }

        return origin == Origin.None ? Origin.Unknown : origin;
    }

    private bool MakesEntry(ITypeSymbol? type) =>
        type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke } && holder.Catalog.PayloadOf(invoke.ReturnType).HasEntry;

    public IEnumerable<Value> ReturnsOf(Value value)
    {
        var body = Delegates.BodyOf(holder, value);
        if (body == null)
            return System.Array.Empty<Value>();
        return body.Member.Returns.Where(r => r.Body == body && r.Value != null).Select(r => r.Value!);
    }
}
