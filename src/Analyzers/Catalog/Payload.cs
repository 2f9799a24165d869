using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Catalog;

/// <summary>One step from a stored value to the resource inside it.</summary>
internal enum PayloadStep : byte
{
    Lazy,
    Task,
    Nullable,
    Element,
    Member,
}

/// <summary>The resource that values of a type carry, and the way to it. Empty path: the value is the resource itself.</summary>
internal sealed class Payload
{
    public static readonly Payload None = new(null, ImmutableArray<PayloadStep>.Empty, ImmutableArray<ISymbol>.Empty, false);
    public static readonly Payload Anything = new(null, ImmutableArray<PayloadStep>.Empty, ImmutableArray<ISymbol>.Empty, true);

    public Payload(ITypeSymbol? resource, ImmutableArray<PayloadStep> steps, ImmutableArray<ISymbol> members, bool maybe)
    {
        Resource = resource;
        Steps = steps;
        Members = members;
        MaybeResource = maybe;
    }

    public ITypeSymbol? Resource { get; }

    public ImmutableArray<PayloadStep> Steps { get; }

    /// <summary>For each <see cref="PayloadStep.Member"/>, the field or property.</summary>
    public ImmutableArray<ISymbol> Members { get; }

    /// <summary>object or an unconstrained type parameter: a resource only if the code treats it as one.</summary>
    public bool MaybeResource { get; }

    public bool IsResource => Resource != null;

    public bool IsDirect => Resource != null && Steps.IsEmpty;

    public bool HasEntry => Steps.Contains(PayloadStep.Member);

    public bool HasElements => Steps.Contains(PayloadStep.Element);

    public Payload Through(PayloadStep step, ISymbol? member = null) => Resource == null
        ? this
        : new Payload(Resource, Steps.Insert(0, step), member == null ? Members : Members.Insert(0, member), false);
}
