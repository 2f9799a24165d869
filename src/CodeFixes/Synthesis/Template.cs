using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>
/// Code written as text with types put in by symbol, so that names are as short as the file allows: in full where a using is missing.
/// </summary>
internal sealed class Template
{
    private readonly SyntaxGenerator generator;
    private readonly Compilation compilation;
    private readonly string lineEnd;
    private readonly bool isNullable;
    private readonly Dictionary<string, ITypeSymbol> types = new();

    public Template(FixRequest request)
    {
        generator = SyntaxGenerator.GetGenerator(request.Document);
        compilation = request.Model.Compilation;
        lineEnd = LineEndOf(request.Root);
        isNullable = request.Model.GetNullableContext(request.Diagnostic.Location.SourceSpan.Start).AnnotationsEnabled();
    }

    /// <summary>A type that the code needs does not exist in this compilation.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary>The text that stands for a type.</summary>
    public string Type(ITypeSymbol type)
    {
        var name = "type" + types.Count.ToString(CultureInfo.InvariantCulture) + "__";
        types.Add(name, isNullable ? type : Bare(type));
        return name;
    }

    /// <summary>The text that stands for a type known by its full name.</summary>
    public string Type(string fullName, params ITypeSymbol[] arguments)
    {
        if (Find(compilation, fullName, arguments.Length) is { } type)
            return Type(arguments.Length == 0 ? type : type.Construct(arguments));
        IsIncomplete = true;
        return "object";
    }

    public static INamedTypeSymbol? Find(Compilation compilation, string fullName, int arity = 0)
    {
        INamespaceSymbol space = compilation.GlobalNamespace;
        var parts = fullName.Split('.');
        for (var i = 0; i < parts.Length - 1; i++)
        {
            if (space.GetNamespaceMembers().FirstOrDefault(n => n.Name == parts[i]) is not { } next)
                return null;
            space = next;
        }

        return space.GetTypeMembers(parts[parts.Length - 1], arity).FirstOrDefault(t => t.DeclaredAccessibility == Accessibility.Public);
    }

    /// <summary>A member with an empty line before it.</summary>
    public MemberDeclarationSyntax Member(string text) => Field("\n" + text);

    public MemberDeclarationSyntax Field(string text) =>
        Finish(SyntaxFactory.ParseMemberDeclaration(Lines(text + "\n"))!);

    public StatementSyntax Statement(string text) => Finish(SyntaxFactory.ParseStatement(Lines(text + "\n")));

    public BlockSyntax Block(string text) => (BlockSyntax)Finish(SyntaxFactory.ParseStatement(Lines(text)));

    public SyntaxList<StatementSyntax> Statements(string text) =>
        SyntaxFactory.List(Block("{\n" + text + "\n}").Statements.Select(s => s.WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation)));

    public TypeSyntax TypeName(string text) => Finish(SyntaxFactory.ParseTypeName(text));

    public static string LineEndOf(SyntaxNode root)
    {
        foreach (var trivia in root.DescendantTrivia())
        {
            if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
                return trivia.ToString();
        }

        return "\n";
    }

    /// <summary>Without question marks, where the file does not use them.</summary>
    public static ITypeSymbol Bare(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { IsTupleType: true } => type,
        INamedTypeSymbol { IsGenericType: true, IsUnboundGenericType: false, IsValueType: false } named => named.ConstructedFrom.Construct(named.TypeArguments.Select(Bare).ToArray()).WithNullableAnnotation(NullableAnnotation.None),
        { IsValueType: true } => type,
        _ => type.WithNullableAnnotation(NullableAnnotation.None),
    };

    private string Lines(string text) => text.Replace("\r\n", "\n").Replace("\n", lineEnd);

    private T Finish<T>(T node)
        where T : SyntaxNode
    {
        var places = node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(n => types.ContainsKey(n.Identifier.ValueText));
        return node
            .ReplaceNodes(places, (place, _) => generator.TypeExpression(types[place.Identifier.ValueText], addImport: true).WithTriviaFrom(place))
            .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation);
    }
}
