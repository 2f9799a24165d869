using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>
/// Which methods of a container its owners call when they close: a container is closed by the method that the closing member of an
/// owner calls on the field that holds it. Read from syntax, on demand.
/// </summary>
internal sealed class Owners
{
    private static readonly string[] Ends = { "Exit", "Clos", "Unload", "Shut", "Dispos", "Stop", "Finish", "End", "Fail", "Error", "Cancel", "Abort" };

    private static readonly string[] Endings = { "", "s", "ed", "ing" };

    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableNames> known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> stoppers = new(SymbolEqualityComparer.Default);
    private readonly SourceTexts texts;
    private readonly Func<string, bool> isClosingName;

    public Owners(SourceTexts texts, Func<string, bool> isClosingName)
    {
        this.texts = texts;
        this.isClosingName = isClosingName;
    }

    /// <summary>Whether a closing member of some owner of <paramref name="container"/> calls the method.</summary>
    public bool CallsOnClose(INamedTypeSymbol container, string method, CancellationToken cancellation) => NamesOf(container, cancellation).Contains(method);

    /// <summary>Whether members of owners that end nothing call the method as well, where they are asked to: after it the container goes on.</summary>
    public bool CallOtherwise(INamedTypeSymbol container, IMethodSymbol method, CancellationToken cancellation) => Enumerable.Range(0, method.Parameters.Length + 1).Any(n => n >= method.Parameters.Count(p => !p.IsOptional) && NamesOf(container, cancellation).AreAlsoOf(method.Name, n));

    private ImmutableNames NamesOf(INamedTypeSymbol container, CancellationToken cancellation)
    {
        var definition = container.OriginalDefinition;
        return known.TryGetValue(definition, out var found) ? found : known.GetOrAdd(definition, Search(definition.Name, cancellation));
    }

    /// <summary>
    /// Every owner in sight that ends a <paramref name="container"/> in a closing member stops something of its own first, or waits: what
    /// used the container.
    /// </summary>
    public bool StopUsersFirst(INamedTypeSymbol container, CancellationToken cancellation)
    {
        var definition = container.OriginalDefinition;
        return stoppers.TryGetValue(definition, out var found) ? found : stoppers.GetOrAdd(definition, SearchStops(definition.Name, cancellation));
    }

    private bool SearchStops(string container, CancellationToken cancellation)
    {
        var isSeen = false;
        var seen = new HashSet<TypeDeclarationSyntax>();
        foreach (var use in texts.Uses(container, cancellation))
        {
            if (use.Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || type.Identifier.ValueText == container || !seen.Add(type) || FieldsOf(type, container) is not { Count: > 0 } fields)
                continue;
            foreach (var method in type.Members.OfType<MethodDeclarationSyntax>().Where(m => isClosingName(m.Identifier.ValueText)))
            {
                var calls = method.DescendantNodes().Select(CallOf).Where(c => c.Node != null).ToList();
                var at = calls.FindIndex(c => fields.Contains(c.On) && isClosingName(c.Name));
                if (at < 0)
                    continue;
                if (!calls.Take(at).Any(c => isClosingName(c.Name) && !fields.Contains(c.On) || c.Name is "Wait" or "WaitAll" or "Join" or "GetResult") && !method.DescendantNodes().OfType<AwaitExpressionSyntax>().Any(a => a.SpanStart < calls[at].Node!.SpanStart && !a.Contains(calls[at].Node)))
                    return false;
                isSeen = true;
            }
        }

        return isSeen;
    }

    private static (SyntaxNode? Node, string On, string Name) CallOf(SyntaxNode node) => node switch
    {
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access => (node, NameOf(access.Expression), access.Name.Identifier.ValueText),
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } } conditional => (node, NameOf(conditional.Expression), binding.Name.Identifier.ValueText),
        _ => (null, string.Empty, string.Empty),
    };

    private ImmutableNames Search(string container, CancellationToken cancellation)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var others = new HashSet<(string, int)>();
        var seen = new HashSet<TypeDeclarationSyntax>();
        foreach (var use in texts.Uses(container, cancellation))
        {
            if (use.Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || type.Identifier.ValueText == container || !seen.Add(type))
                continue;
            var fields = FieldsOf(type, container);
            if (fields.Count > 0)
                AddCalls(type, fields, names, others);
        }

        return new ImmutableNames(names, others);
    }

    private static HashSet<string> FieldsOf(TypeDeclarationSyntax type, string container)
    {
        var fields = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in type.Members)
        {
            if (member is FieldDeclarationSyntax field && Names(field.Declaration.Type, container))
                fields.UnionWith(field.Declaration.Variables.Select(v => v.Identifier.ValueText));
            else if (member is PropertyDeclarationSyntax property && Names(property.Type, container))
                fields.Add(property.Identifier.ValueText);
        }

        foreach (var parameter in type.ParameterList?.Parameters ?? default)
        {
            if (parameter.Type != null && Names(parameter.Type, container))
                fields.Add(parameter.Identifier.ValueText);
        }

        return fields;
    }

    private static bool Names(TypeSyntax type, string container) => type switch
    {
        NullableTypeSyntax nullable => Names(nullable.ElementType, container),
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText == container,
        SimpleNameSyntax simple => simple.Identifier.ValueText == container,
        _ => false,
    };

    private void AddCalls(TypeDeclarationSyntax type, HashSet<string> fields, HashSet<string> names, HashSet<(string, int)> others)
    {
        foreach (var member in type.Members)
        {
            var isClosing = member is MethodDeclarationSyntax method && isClosingName(method.Identifier.ValueText);
            var goesOn = !isClosing && (member is MethodDeclarationSyntax asked && (IsAsked(asked) || IsAskedFor(type, asked)) || member is PropertyDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(m => m.IsKind(SyntaxKind.PublicKeyword) || m.IsKind(SyntaxKind.InternalKeyword)));
            var aliases = goesOn ? new HashSet<string>(member.DescendantNodes().OfType<VariableDeclaratorSyntax>().Where(v => v.Initializer is { Value: var value } && fields.Contains(NameOf(value))).Select(v => v.Identifier.ValueText), StringComparer.Ordinal) : fields;
            foreach (var node in member.DescendantNodes())
            {
                if (CallOf(node) is not { Node: not null } call)
                    continue;
                if (isClosing && fields.Contains(call.On))
                    names.Add(call.Name);
                else if (goesOn && (fields.Contains(call.On) || aliases.Contains(call.On)) && node.Ancestors().TakeWhile(n => n != member).All(n => n is not (CatchClauseSyntax or AnonymousFunctionExpressionSyntax)))
                    others.Add((call.Name, Arguments(node)));
            }
        }
    }

    private static int Arguments(SyntaxNode call) => call switch
    {
        { Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: var count } } => count,
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { ArgumentList.Arguments.Count: var count } } => count,
        _ => 0,
    };

    /// <summary>A helper that a member calls that others call.</summary>
    private static bool IsAskedFor(TypeDeclarationSyntax type, MethodDeclarationSyntax helper) => !SaysEnd(helper.Identifier.ValueText)
        && type.Members.Any(m => (m is MethodDeclarationSyntax asked && asked != helper && IsAsked(asked) || m is PropertyDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(SyntaxKind.PublicKeyword)) && m.DescendantNodes().Any(n => n is InvocationExpressionSyntax { Expression: IdentifierNameSyntax called } && called.Identifier.ValueText == helper.Identifier.ValueText));

    /// <summary>Others call it, or an event does that tells of no end.</summary>
    private static bool IsAsked(MethodDeclarationSyntax method)
    {
        var name = method.Identifier.ValueText;
        return (method.Modifiers.Any(m => m.IsKind(SyntaxKind.PublicKeyword) || m.IsKind(SyntaxKind.InternalKeyword) || m.IsKind(SyntaxKind.ProtectedKeyword)) || name.StartsWith("On", StringComparison.Ordinal) || name.IndexOf('_') > 0)
            && !SaysEnd(name);
    }

    /// <summary>A word of the name is one for an end: EndSession, OnClosing; not Render, Send or Stopwatch.</summary>
    private static bool SaysEnd(string name)
    {
        for (var at = 0; at < name.Length; at++)
        {
            if (at > 0 && !char.IsUpper(name[at]) && name[at - 1] != '_')
                continue;
            var after = at + 1;
            while (after < name.Length && !char.IsUpper(name[after]) && name[after] != '_')
                after++;
            var word = name.Substring(at, after - at);
            if (Array.Exists(Ends, w => word.StartsWith(w, StringComparison.OrdinalIgnoreCase) && (w is not ("End" or "Stop") || word.Length <= w.Length + 4 && Array.Exists(Endings, e => word.Substring(w.Length).EndsWith(e, StringComparison.Ordinal)))))
                return true;
        }

        return false;
    }

    private static string NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } member => member.Name.Identifier.ValueText,
        _ => string.Empty,
    };

    private sealed class ImmutableNames
    {
        private readonly HashSet<string> names;
        private readonly HashSet<(string, int)> others;

        public ImmutableNames(HashSet<string> names, HashSet<(string, int)> others)
        {
            this.names = names;
            this.others = others;
        }

        public bool Contains(string name) => names.Contains(name);

        public bool AreAlsoOf(string name, int arguments) => others.Contains((name, arguments));
    }
}
