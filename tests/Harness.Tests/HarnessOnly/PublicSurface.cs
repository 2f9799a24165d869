using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakGuard.Harness.Tests.HarnessOnly;

/// <summary>Lists what an assembly offers to others, one line each, in the form public API files have.</summary>
internal static class PublicSurface
{
    private static readonly SymbolDisplayFormat Format = new(
        SymbolDisplayGlobalNamespaceStyle.OmittedAsContaining,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters,
        SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeContainingType
            | SymbolDisplayMemberOptions.IncludeExplicitInterface
            | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeConstantValue,
        SymbolDisplayDelegateStyle.NameOnly,
        SymbolDisplayExtensionMethodStyle.StaticMethod,
        SymbolDisplayParameterOptions.IncludeExtensionThis
            | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeType
            | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static IReadOnlyList<string> Of(string assemblyPath)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var assembly = MetadataReference.CreateFromFile(assemblyPath);
        var compilation = CSharpCompilation.Create(
            "Reader",
            references: platform.Where(path => path != assemblyPath).Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)).Append(assembly));
        var symbol = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(assembly)!;
        return [.. Types(symbol.GlobalNamespace).SelectMany(Lines).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container)
        => container.GetMembers().OfType<INamespaceOrTypeSymbol>()
            .Where(member => member is INamespaceSymbol || IsVisible(member))
            .SelectMany(member => member is INamedTypeSymbol type ? Types(type).Prepend(type) : Types(member));

    private static IEnumerable<string> Lines(INamedTypeSymbol type)
        => type.GetMembers()
            .Where(member => member is IMethodSymbol or IFieldSymbol && IsVisible(member) && !IsImplied(member))
            .Select(Line)
            .Prepend(type.ToDisplayString(Format));

    // The constructor of a struct without parameters, the value of an enumeration, and the like need no line.
    private static bool IsImplied(ISymbol member)
        => member.ContainingType switch
        {
            { TypeKind: TypeKind.Enum } => member is IMethodSymbol or IFieldSymbol { HasConstantValue: false },
            { IsValueType: true } => member is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters: [] },
            _ => member is IMethodSymbol { MethodKind: MethodKind.StaticConstructor or MethodKind.Destructor },
        };

    private static bool IsVisible(ISymbol symbol)
        => symbol.DeclaredAccessibility is Accessibility.Public
            || (symbol.DeclaredAccessibility is Accessibility.Protected or Accessibility.ProtectedOrInternal && symbol.ContainingType is not { IsSealed: true });

    private static string Line(ISymbol member)
    {
        // Since readonly members came up, the display has that word; the list of the real package does not.
        var text = member.ToDisplayString(Format).Replace("readonly readonly ", "readonly ", StringComparison.Ordinal);
        if (member is IMethodSymbol && text.StartsWith("readonly ", StringComparison.Ordinal))
            text = text["readonly ".Length..];

        return member switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor } => $"{text} -> void",
            IMethodSymbol method => $"{text} -> {method.ReturnType.ToDisplayString(Format)}",
            IFieldSymbol field => $"{text} -> {field.Type.ToDisplayString(Format)}",
            _ => text,
        };
    }
}
