using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>Events that are declared, and attached to, and that nothing raises.</summary>
internal sealed partial class Raises
{
    private sealed partial class Search
    {
        /// <summary>A class that has less stands in for another in an example, and the other one raises it.</summary>
        private const int MinMembers = 4;

        /// <summary>event EventHandler? Rolled, without accessors, in a class that only adds and takes away handlers: nobody else can raise it.</summary>
        private bool IsNever(ISymbol happening) => happening is IEventSymbol { IsAbstract: false, IsOverride: false, IsExtern: false, ContainingType.TypeKind: TypeKind.Class } && happening.DeclaringSyntaxReferences is { Length: 1 } declared && declared[0].GetSyntax(cancellation) is VariableDeclaratorSyntax
            && happening.ContainingType.GetMembers().Count(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsAbstract: false, IsImplicitlyDeclared: false }) >= MinMembers
            && !happening.ContainingType.DeclaringSyntaxReferences.Any(p => Uses(p.GetSyntax(cancellation), happening.Name).Any(IsRaise));

        /// <summary>The event of an interface: as each class of the source that has it raises it.</summary>
        private bool AreOnStack(IEventSymbol promised, int relays)
        {
            var found = 0;
            foreach (var token in texts.Uses(promised.Name, cancellation))
            {
                if (token.Parent is not (VariableDeclaratorSyntax { Parent.Parent: EventFieldDeclarationSyntax } or EventDeclarationSyntax) || token.Parent.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaring || declaring is InterfaceDeclarationSyntax)
                    continue;
                if (models.Of(declaring.SyntaxTree).GetDeclaredSymbol(token.Parent, cancellation) is not IEventSymbol kept || !Keeps(kept, promised) || IsEmpty(kept))
                    continue;
                if (++found > MaxUses || !new Search(texts, models, cancellation).IsOnStack(kept.OriginalDefinition, relays + 1))
                    return false;
            }

            return found > 0 && InheritedAreOnStack(promised, relays);
        }

        /// <summary>class Thermometer : SerialSensor, ISensor has the event from a base class that does not name the interface.</summary>
        private bool InheritedAreOnStack(IEventSymbol promised, int relays)
        {
            var faces = new List<INamedTypeSymbol> { promised.ContainingType };
            for (var i = 0; i < faces.Count; i++)
            {
                foreach (var token in texts.Uses(faces[i].Name, cancellation))
                {
                    if (token.Parent?.FirstAncestorOrSelf<BaseListSyntax>()?.Parent is not TypeDeclarationSyntax declaring || models.Of(declaring.SyntaxTree).GetDeclaredSymbol(declaring, cancellation) is not INamedTypeSymbol type)
                        continue;
                    if (type.AllInterfaces.FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f.OriginalDefinition, promised.ContainingType.OriginalDefinition)) is not { } face)
                        continue;
                    if (type.TypeKind == TypeKind.Interface && !faces.Contains(type, SymbolEqualityComparer.Default))
                        faces.Add(type);
                    if (type.TypeKind == TypeKind.Interface)
                        continue;
                    var kept = face.GetMembers(promised.Name).Select(type.FindImplementationForInterfaceMember).FirstOrDefault();
                    if (kept == null || faces.Count > MaxUses || !SymbolEqualityComparer.Default.Equals(kept.ContainingType, type) && !IsEmpty(kept) && !new Search(texts, models, cancellation).IsOnStack(kept.OriginalDefinition, relays + 1))
                        return false;
                }
            }

            return true;
        }

        /// <summary>event EventHandler? Added { add { } remove { } }: nothing keeps the handler, so nothing calls it.</summary>
        private bool IsEmpty(ISymbol kept) => !kept.IsVirtual && kept.DeclaringSyntaxReferences is { Length: 1 } declared && declared[0].GetSyntax(cancellation) is EventDeclarationSyntax { AccessorList.Accessors: { Count: 2 } accessors } && accessors.All(a => a.Body is { Statements.Count: 0 });

        private static bool Keeps(IEventSymbol kept, IEventSymbol promised) => kept.ContainingType.AllInterfaces.Any(i => i.GetMembers(promised.Name).OfType<IEventSymbol>().Any(e => SymbolEqualityComparer.Default.Equals(e.OriginalDefinition, promised.OriginalDefinition) && SymbolEqualityComparer.Default.Equals(kept.ContainingType.FindImplementationForInterfaceMember(e), kept)));
    }
}
