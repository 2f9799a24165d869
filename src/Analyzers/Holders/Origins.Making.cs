using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>What is made by a constructor, a factory or another call.</content>
internal sealed partial class Origins
{
    /// <summary>_handle = OpenFile().SafeFileHandle: what is a part of a resource is ended with that resource.</summary>
    private bool IsWhole(ITypeSymbol? type) => type != null && holder.Catalog.PayloadOf(type) is { IsResource: true } payload && payload.Steps.All(s => s is PayloadStep.Task or PayloadStep.Lazy);

    /// <summary>Connect(id) { var link = new Link(); _links.Add(id, link); return link; } of another type: who makes it keeps it, and lends it.</summary>
    private bool IsLent(Value value, int depth)
    {
        while ((value.Kind == ValueKind.Local ? value.Local.Single : value.Kind == ValueKind.Awaited ? value.A : null) is { } inner)
            value = inner;
        if (depth > 2 || value is not { Kind: ValueKind.Result, Call.Target: { } target } || !StoreScope.IsInSource(target) || holder.OwnFactsOf(target) != null || holder.FactsOf(target) is not { } maker)
            return false;
        var isLent = false;
        foreach (var node in maker.Returns)
        {
            if (node.Value == null || node.Body.Enclosing != null)
                continue;
            var made = Trace.Roots(holder, node.Value).Where(r => r.Kind == RootKind.Created).Select(r => r.Value).ToList();
            if (made.Count > 0 && !maker.Accesses.Exists(a => a is { Inserts: true, Inserted: { } kept, Store: { } table } && a.Collection != CollectionKind.None && EndsEntries(table) && Trace.Roots(holder, kept).Exists(r => made.Contains(r.Value))))
                return false;
            isLent |= made.Count > 0 || IsLent(node.Value, depth + 1);
        }

        return isLent;
    }

    /// <summary>The type that keeps them ends them as well.</summary>
    private bool EndsEntries(ISymbol table) => table.ContainingType.OriginalDefinition.GetMembers().OfType<IMethodSymbol>().Any(m => holder.FactsOf(m) is { } facts && facts.Disposals.Exists(d => Trace.ComesFrom(holder, d.Operand, table)));

    private Origin OfCreation(Value created, int depth)
    {
        var type = created.Type;
        var known = holder.Catalog.Of(type);
        if (known.Has(TypeTraits.ConditionalResource))
            return created.Data is "timed" or "linked" ? Origin.Created : Origin.Inert | Origin.PlainSource;
        if (known.IsResource && (IsOverMemory(created) || LeavesContents(created)))
            return Origin.Inert;
        if (known.IsResource)
            return holder.Catalog.Of(type).Has(TypeTraits.Borrowed) ? Origin.Borrowed : Origin.Created;
        if (known.Has(TypeTraits.AnyDisposable))
            return Origin.Inert;
        if (known.Has(TypeTraits.Lazy | TypeTraits.Task))
            return created.Items.Length == 0 ? Origin.Inert : OfDelegate(created.Items[0], depth);
        // new KeyValuePair(file, target): the entry is the value, whatever its key is.
        if (known.Has(TypeTraits.Pair) && created.Items.Length == 2)
            return Of(created.Items[1], depth + 1);
        var origin = Origin.None;
        foreach (var item in created.Items)
        {
            var carries = item.Type == null || holder.Catalog.PayloadOf(item.Type) is { } payload && (payload.IsResource || payload.MaybeResource);
            if (item.Kind is ValueKind.Constant or ValueKind.Pure or ValueKind.Null || !carries)
                continue;
            var inner = Of(item, depth + 1);
            if ((inner & (Origin.Created | Origin.Borrowed | Origin.Moved)) != 0)
                origin |= inner & ~Origin.Unknown;
        }

        // An entry with one part made here is owned for that part, whatever else it refers to.
        if ((origin & Origin.Created) != 0)
            return Origin.Created;
        return origin != Origin.None ? origin : holder.Catalog.PayloadOf(type).IsResource && known.Collection == CollectionKind.None ? OfEntry(created) : Origin.Inert;
    }

    /// <summary>new BinaryWriter(memory): a reader or writer of the base library over a stream that holds nothing.</summary>
    private bool IsOverMemory(Value created) => created.Type is { } type && !StoreScope.IsInSource(type) && (type.Name.EndsWith("Writer", System.StringComparison.Ordinal) || type.Name.EndsWith("Reader", System.StringComparison.Ordinal))
        && created.Items.Any(i => i.Type is { Name: "MemoryStream" or "StringWriter" or "StringReader" } memory && holder.Catalog.Of(memory).Has(TypeTraits.AnyDisposable));

    /// <summary>new View(entries, disposeItems: false), new Wrapper(stream, leaveOpen: true), of a type in source or of the platform's readers and writers: by what it is told, its dispose leaves them alone.</summary>
    private bool LeavesContents(Value created)
    {
        if (created.Symbol is not IMethodSymbol { MethodKind: MethodKind.Constructor } constructor || !StoreScope.IsInSource(constructor) && constructor.ContainingType.Name is not ("BinaryWriter" or "BinaryReader" or "StreamWriter" or "StreamReader"))
            return false;
        foreach (var parameter in constructor.Parameters)
        {
            if (parameter.Type.SpecialType != SpecialType.System_Boolean || parameter.Ordinal >= created.Items.Length)
                continue;
            var told = created.Items[parameter.Ordinal];
            if (told.IsTrue && parameter.Name is "leaveOpen" or "keepOpen" && !created.Items.Any(IsMadeForIt) || told.IsFalse && (parameter.Name.StartsWith("dispose", System.StringComparison.Ordinal) || parameter.Name.StartsWith("own", System.StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    /// <summary>new BinaryWriter(File.Create(path), leaveOpen: true): nobody else has the stream.</summary>
    private bool IsMadeForIt(Value part) => holder.Catalog.IsResource(part.Type) && (part.Kind == ValueKind.Created || part is { Kind: ValueKind.Result, Call.Info.Factory: FactoryKind.Creates }
        || part is { Kind: ValueKind.Local, Local: { Single: { } made, Writes: { Count: > 0 } writes } local } && IsMadeForIt(made) && !writes[0].Body.Member.Accesses.Exists(a => a.Inserted is { Kind: ValueKind.Local } kept && kept.Local == local));

    /// <summary>An entry whose own constructor or initializers make the resource.</summary>
    private Origin OfEntry(Value created)
    {
        if (created.Type is not INamedTypeSymbol type)
            return Origin.Unknown;
        var origin = Origin.Unknown;
        foreach (var member in type.OriginalDefinition.GetMembers())
        {
            if (member is not (IFieldSymbol or IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Constructor }) || member.IsStatic)
                continue;
            var facts = holder.WrittenFactsOf(member);
            if (facts == null)
                continue;
            foreach (var access in facts.Accesses)
            {
                if (access.Access != AccessKind.Overwrite || access.Inserted is not { Kind: ValueKind.Created } value || !holder.Catalog.IsResource(value.Type))
                    continue;
                if (!holder.Catalog.Of(value.Type).Has(TypeTraits.ConditionalResource) || value.Data is "timed" or "linked")
                    return Origin.Created;
                origin = Origin.Inert | Origin.PlainSource;
            }
        }

        return origin;
    }

    private Origin OfResult(Value value)
    {
        if (value.Call is not { } call)
            return Origin.Unknown;
        if (holder.Catalog.PayloadOf(value.Type) is { IsResource: false, MaybeResource: false } && value.Type != null && value.Symbol is not IParameterSymbol)
            return Origin.Inert;
        // By name alone one can tell that a resource is new, not that an entry's parts are.
        if (holder.Catalog.PayloadOf(value.Type).HasEntry)
            return Origin.Unknown;
        if (call.IsDelegate)
            return call.Receiver is { } receiver && MethodCatalog.NamesFactory(NameOf(receiver)) ? Origin.Created : Origin.Unknown;
        if (call.Target is not { } target || value.Symbol is IParameterSymbol)
            return Origin.Unknown;
        return call.Info?.Factory switch
        {
            FactoryKind.Creates => Origin.Created,
            FactoryKind.Borrows => Origin.Borrowed,
            _ => MethodCatalog.NamesFactory(target.ContainingType?.Name ?? string.Empty) && target.Name is "Invoke" or "Produce" or "InvokeAsync" ? Origin.Created : Origin.Unknown,
        };
    }

    private static string NameOf(Value value) => value.Kind switch
    {
        ValueKind.Local or ValueKind.Parameter or ValueKind.Store or ValueKind.Member => (value.Symbol?.Name ?? string.Empty) + (value.Symbol is IParameterSymbol or ILocalSymbol ? string.Empty : string.Empty),
        ValueKind.Either => NameOf(value.A!) + NameOf(value.B!),
        _ => string.Empty,
    };
}
