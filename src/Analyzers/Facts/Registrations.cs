using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>Simple names of types that the compilation registers as singletons in a container. Read from syntax, once, on demand.</summary>
internal static class Registrations
{
    public static HashSet<string> Singletons(SourceTexts texts)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tree in texts.Trees)
        {
            if (!Mentions(texts.Of(tree, CancellationToken.None)))
                continue;
            foreach (var generic in tree.GetRoot().DescendantNodes().OfType<GenericNameSyntax>())
            {
                if (generic.Identifier.ValueText is "AddSingleton" or "AddHostedService" or "TryAddSingleton" or "AddKeyedSingleton"
                    && generic.TypeArgumentList.Arguments.Count > 0)
                    names.Add(SimpleName(generic.TypeArgumentList.Arguments.Last()));
            }
        }

        return names;
    }

    private static bool Mentions(string text) =>
        text.IndexOf("Singleton<", StringComparison.Ordinal) >= 0 || text.IndexOf("AddHostedService<", StringComparison.Ordinal) >= 0;

    private static string SimpleName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => type.ToString(),
    };
}
