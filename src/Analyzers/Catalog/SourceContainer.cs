using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Catalog;

/// <summary>
/// A class of this compilation that keeps in one collection what others bring, and ends nothing itself: the field of somebody else in which
/// such an object stands is a store, and each method acts on it as its row says.
/// </summary>
internal sealed class SourceContainer
{
    private readonly IReadOnlyDictionary<ISymbol, AccessTable.Row> rows;

    public SourceContainer(IFieldSymbol field, CollectionKind kind, bool isConcurrent, bool racesInFactory, IReadOnlyDictionary<ISymbol, AccessTable.Row> rows)
    {
        Field = field;
        Kind = kind;
        IsConcurrent = isConcurrent;
        RacesInFactory = racesInFactory;
        this.rows = rows;
    }

    /// <summary>The collection inside, as the class declares it.</summary>
    public IFieldSymbol Field { get; }

    public CollectionKind Kind { get; }

    /// <summary>The collection inside is, or every use of it stands under a lock of the class.</summary>
    public bool IsConcurrent { get; }

    /// <summary>A factory may run on several threads at once: the collection inside is concurrent and runs it without a lock.</summary>
    public bool RacesInFactory { get; }

    /// <summary>What a method or the getter of a property does; null when it neither moves nor shows entries.</summary>
    public AccessTable.Row? RowOf(IMethodSymbol method) => rows.TryGetValue(method.OriginalDefinition, out var row) ? row : null;
}
