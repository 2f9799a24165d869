namespace LeakGuard.Catalog;

/// <summary>What one operation does to a store.</summary>
internal enum AccessKind : byte
{
    None,

    /// <summary>A slot is read.</summary>
    Read,

    /// <summary>An entry is read and stays: indexer get, TryGetValue, Peek, First.</summary>
    Lookup,

    /// <summary>Only presence or number is asked: ContainsKey, Count, IsEmpty, Any.</summary>
    Exists,

    /// <summary>An entry or a slot is written, whatever was there: indexer set, SetItem, assignment.</summary>
    Overwrite,

    /// <summary>An entry is added; an existing key throws or a further element is appended.</summary>
    Add,

    /// <summary>An entry is added unless refused; the result says which.</summary>
    TryAdd,

    GetOrAdd,
    AddOrUpdate,

    /// <summary>TryUpdate: written only when the present value equals a comparand.</summary>
    Update,

    /// <summary>Removed by key or index.</summary>
    Remove,

    /// <summary>Removed by instance.</summary>
    RemoveInstance,

    /// <summary>Removed by key and instance together.</summary>
    RemoveExact,

    /// <summary>Removed by predicate or range.</summary>
    RemoveWhere,

    /// <summary>Taken in the collection's own order: Dequeue, Pop, Take.</summary>
    Take,

    Clear,

    /// <summary>The collection itself is replaced by another one, or by null.</summary>
    Replace,

    /// <summary>All elements are visited, or copied into a snapshot.</summary>
    Enumerate,

    /// <summary>The collection itself leaves the holder.</summary>
    Escape,

    Exchange,
    CompareExchange,

    /// <summary>Intake is closed: Complete, CompleteAdding.</summary>
    Complete,

    /// <summary>Read, changed and written back: ++, --, +=, or their interlocked forms.</summary>
    Increment,
}
