using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <content>Which store a value leads to.</content>
internal sealed partial class Collector
{
    /// <summary>Whether a value names a collection worth facts: a store, an entry of a store, a parameter or a local.</summary>
    private static bool Names(Value collection, out ISymbol? store, out int depth)
    {
        store = null;
        depth = 0;
        var at = collection;
        for (var steps = 0; steps < 8; steps++)
        {
            switch (at.Kind)
            {
                case ValueKind.Store:
                    store = at.Symbol;
                    return true;
                case ValueKind.Element:
                    store = at.Access?.Store;
                    depth++;
                    return store != null;
                case ValueKind.EachElement:
                    depth++;
                    at = at.A!;
                    continue;
                case ValueKind.Elements:
                    at = at.A!;
                    continue;
                case ValueKind.Member when at is { A: { } pair, Symbol: { Name: "Value", ContainingType.Name: "KeyValuePair" } }:
                    at = pair;
                    continue;
                case ValueKind.Member when IsSecondOfPair(at):
                    at = at.A!;
                    continue;
                case ValueKind.Parameter:
                    return true;
                case ValueKind.Local:
                    if (at.Local.Single is { } single && (single.Kind is ValueKind.Store or ValueKind.Element or ValueKind.EachElement or ValueKind.Elements or ValueKind.Local or ValueKind.Either || IsSecondOfPair(single)))
                    {
                        at = single;
                        continue;
                    }

                    return LocalNames(at.Local, ref store, ref depth);
                case ValueKind.Either:
                    if (Names(at.A!, out store, out depth) && store != null)
                        return true;
                    at = at.B!;
                    continue;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>foreach (var (key, inner) in _groups); var (key, inner) = pair.</summary>
    private static bool IsSecondOfPair(Value value) => value is { Kind: ValueKind.Member, Data: 1, A: { } pair } && (pair.Kind == ValueKind.EachElement || pair is { Kind: ValueKind.Local, Local.Single.Kind: ValueKind.EachElement });

    /// <summary>A local assigned more than once (out of a lookup, or fresh) still names the store's entry.</summary>
    private static bool LocalNames(LocalFacts local, ref ISymbol? store, ref int depth)
    {
        foreach (var value in local.Assigned)
        {
            if (value.Kind == ValueKind.Element && value.Access?.Store is { } named)
            {
                store = named;
                depth = 1;
                return true;
            }
        }

        return true;
    }

    /// <summary>Whether an immutable collection was made from what the store holds now.</summary>
    private static bool DerivesFrom(Value value, Value store)
    {
        for (var at = value; ;)
        {
            switch (at.Kind)
            {
                case ValueKind.Derived:
                    at = at.A!;
                    continue;
                case ValueKind.Local when at.Local.Single is { } single:
                    at = single;
                    continue;
                case ValueKind.Store:
                    return SymbolEqualityComparer.Default.Equals(at.Symbol, store.Symbol);
                default:
                    return false;
            }
        }
    }
}
