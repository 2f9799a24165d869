using System.Collections.Generic;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

/// <summary>Locals that stand for something else: a ref to an entry, an array into which the entries were copied.</summary>
internal sealed partial class Collector
{
    private readonly Dictionary<ILocalSymbol, Target> aliases = new(SymbolEqualityComparer.Default);

    /// <summary>ref var slot = ref places[i]: an assignment to the local writes there.</summary>
    private bool DeclareAlias(IVariableDeclaratorOperation declarator, IOperation source)
    {
        if (declarator.Symbol.RefKind != RefKind.Ref)
            return false;
        var local = Local(declarator.Symbol, declarator.Symbol.Type);
        switch (source)
        {
            case IArrayElementReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation { Instance: not null }:
                aliases[declarator.Symbol] = Place(source);
                AssignLocal(local, Visit(source), declarator.Syntax);
                return true;
            case IInvocationOperation { TargetMethod: { Name: "GetValueRefOrAddDefault" or "GetValueRefOrNullRef", ContainingType.Name: "CollectionsMarshal" }, Arguments.Length: > 1 } call:
                return DeclareEntryAlias(declarator.Symbol, local, call);
            default:
                return false;
        }
    }

    private bool DeclareEntryAlias(ILocalSymbol symbol, LocalFacts local, IInvocationOperation call)
    {
        var table = Strip(Argument(call, 0)!);
        var collection = Visit(table);
        var key = Visit(Argument(call, 1));
        if (!Names(collection, out var store, out var depth))
            return false;
        var kind = catalog.Of(table.Type).Collection;
        aliases[symbol] = new Target(null, collection, key, kind, null, call);
        var node = Add(new AccessNode(call.Syntax, AccessKind.Lookup, collection) { Store = store, Depth = depth, Collection = kind, Key = key, Member = call.TargetMethod.Name });
        node.Element = new Value(ValueKind.Element, symbol: store, type: symbol.Type, data: node);
        AssignLocal(local, node.Element, call.Syntax);
        if (Argument(call, 2) is { } exists)
            AssignPattern(exists, new Value(ValueKind.Outcome, symbol: store, data: node), exists.Syntax);
        return true;
    }

    /// <summary>entries.Values.CopyTo(array, 0); null when the source is not known.</summary>
    private Value? VisitCopy(IInvocationOperation call, Value source)
    {
        if (source.Kind != ValueKind.Elements || Argument(call, 0) is not { } array)
            return null;
        CopyInto(array, source, call.Syntax);
        return Value.Unknown;
    }

    private void CopyInto(IOperation array, Value source, SyntaxNode syntax)
    {
        if (Strip(array) is ILocalReferenceOperation local)
            AssignLocal(Local(local.Local, local.Local.Type), source.Kind == ValueKind.Elements ? source : new Value(ValueKind.Elements, source), syntax);
    }
}
