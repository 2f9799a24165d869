using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>
/// switch (_stage) { case Stage.Greeting: _codec = …: the holder goes through stages that it notes in a field, and the write belongs to one of them.
/// Whether that stage comes back while the old value lives, only the protocol says.
/// </summary>
internal static class StageOfLife
{
    public static bool Holds(Holder holder, AccessNode access)
    {
        foreach (var test in StateLeft.Tests(access))
        {
            if (test.Asked is { } stage && test.State is IFieldSymbol { Type.TypeKind: TypeKind.Enum } or IPropertySymbol { Type.TypeKind: TypeKind.Enum } && Changes(holder, test.State, stage) && !IsSetBefore(access, test.State))
                return true;
        }

        return false;
    }

    /// <summary>Members set the field to another stage: it is no setting that stays.</summary>
    private static bool Changes(Holder holder, ISymbol state, Value stage) => holder.Members.Any(f => !Callers.IsConstruction(f)
        && f.Accesses.Exists(a => a is { Access: AccessKind.Overwrite, Inserted: { Kind: ValueKind.Constant or ValueKind.Member or ValueKind.Store } next } && a.Member != "initializer" && SymbolEqualityComparer.Default.Equals(a.Store, state) && !Canon.Same(next, stage)));

    /// <summary>_kind = kind; if (_kind == Kind.File) …: the member has just been told.</summary>
    private static bool IsSetBefore(AccessNode access, ISymbol state) => access.Body.Member.Accesses.Exists(a => a.Order < access.Order && a.Access == AccessKind.Overwrite && !Structure.Exclude(a, access)
        && a.Parent != access.Parent && SymbolEqualityComparer.Default.Equals(a.Store, state) && (a.Parent == a.Body.Root || a.Inserted is { Kind: ValueKind.Parameter }));
}
