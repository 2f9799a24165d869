using System;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Holders;

/// <summary>sockets[i] = Tuple.Create((Socket?)null, endpoint): an entry with a place for a resource, and nothing in it.</summary>
internal static class EmptyCarrier
{
    public static bool Is(Store store, AccessNode access)
    {
        var parts = access.Inserted switch
        {
            { Kind: ValueKind.Created } made => made.Items,
            { Kind: ValueKind.Result, Call: { Target.Name: "Create" } call } => call.Arguments,
            { Kind: ValueKind.Pure, Symbol.Name: "Create" } pure => pure.Items,
            _ => null,
        };
        if (access.Inserted is { Kind: ValueKind.Created or ValueKind.Local } entry && store.Payload is { HasEntry: true, Resource: { } place } && IsFilledLater(entry, place) && !IsFilledHere(access.Body.Member, entry, place))
            return true;
        return parts is { Length: > 1 } && access.Inserted?.Type is INamedTypeSymbol carrier && store.Payload.Resource is { } resource
            && Enumerable.Range(0, parts.Length).Any(i => parts[i].IsNull && IsPlaceOf(carrier, i, parts.Length, resource)) && !Array.Exists(parts, p => p.Type is { } type && Entries.Derives(type, resource));
    }

    /// <summary>entry.Timer = new Timer(…): the member that puts the entry in fills it too.</summary>
    private static bool IsFilledHere(MemberFacts facts, Value entry, ITypeSymbol place) =>
        facts.Accesses.Exists(a => a.Access is AccessKind.Overwrite or AccessKind.Exchange && a.Target is { A: { } owner, Type: { } type } && Canon.Same(owner, entry) && Entries.Derives(type, place))
        || facts.Assigns.Exists(a => a.Place is { A: { } owner } && Canon.Same(owner, entry));

    /// <summary>
    /// new Entry(interval), whose Timer anybody can set afterwards: neither the constructor nor the initializer gets one or makes one.
    /// </summary>
    private static bool IsFilledLater(Value entry, ITypeSymbol place)
    {
        var made = entry.Kind == ValueKind.Local ? entry.Local.Single : entry;
        if (made is not { Kind: ValueKind.Created, Type: INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type } || !StoreScope.IsInSource(type.OriginalDefinition) || type.BaseType is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) })
            return false;
        var places = 0;
        foreach (var member in type.OriginalDefinition.GetMembers())
        {
            switch (member)
            {
                case IPropertySymbol { IsStatic: false } property when property.Type is INamedTypeSymbol of && Entries.Derives(of, place):
                    if (property.SetMethod is not { IsInitOnly: false, DeclaredAccessibility: not Accessibility.Private } || !property.DeclaringSyntaxReferences.All(r => r.GetSyntax() is PropertyDeclarationSyntax { Initializer: null, ExpressionBody: null }))
                        return false;
                    places++;
                    break;
                case IFieldSymbol { IsStatic: false, AssociatedSymbol: null } field when field.Type is INamedTypeSymbol of && Entries.Derives(of, place):
                    if (field.IsReadOnly || field.DeclaredAccessibility == Accessibility.Private || !field.DeclaringSyntaxReferences.All(r => r.GetSyntax() is VariableDeclaratorSyntax { Initializer: null }))
                        return false;
                    places++;
                    break;
                case IMethodSymbol { MethodKind: MethodKind.Constructor } constructor when constructor.Parameters.Any(p => Entries.Derives(p.Type, place)) || !constructor.IsImplicitlyDeclared && constructor.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is ConstructorDeclarationSyntax { Body: not null } or ConstructorDeclarationSyntax { ExpressionBody: not null }):
                    return false;
            }
        }

        return places == 1 && made.Items.All(i => i.Type is not { } given || !Entries.Derives(given, place));
    }

    /// <summary>The part is where the carrier keeps the resource: in a tuple or pair by its type, in a type of the program by what its constructor takes there.</summary>
    private static bool IsPlaceOf(INamedTypeSymbol carrier, int index, int count, ITypeSymbol resource)
    {
        if (carrier.IsTupleType || carrier.Name is "Tuple" or "KeyValuePair")
            return index < carrier.TypeArguments.Length && Entries.Derives(carrier.TypeArguments[index], resource);
        return StoreScope.IsInSource(carrier) && carrier.InstanceConstructors.Any(c => c.Parameters.Length == count && Entries.Derives(c.Parameters[index].Type, resource));
    }
}
