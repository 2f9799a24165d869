using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>
/// Recognises code of a user interface by the toolkit it names. Its objects live by the toolkit's protocols (attached and detached, shown and hidden,
/// on one thread), which cannot be seen in the types themselves.
/// </summary>
internal sealed class UiCode
{
    private static readonly string[] Toolkits =
    {
        "System.Windows", "Microsoft.UI.Xaml", "Windows.UI", "Microsoft.Maui", "Xamarin.Forms", "Avalonia", "UIKit", "AppKit", "Android.App", "Android.Views", "Android.Widget", "Gtk", "Eto.Forms", "Terminal.Gui", "UnityEngine", "UnityEditor", "Godot", "MonoGame",
    };

    /// <summary>Base types in source of what is shown: the toolkit itself.</summary>
    private static readonly string[] Elements = { "Drawable", "CompositeDrawable", "Control", "Widget", "Visual", "UIElement", "View", "Sprite", "GameObject", "Window" };

    private readonly ConcurrentDictionary<SyntaxTree, bool> trees = new();

    /// <summary>One of the files of the type uses a toolkit, or stands in the toolkit's own namespace.</summary>
    public bool Is(INamedTypeSymbol type, CancellationToken cancellation)
    {
        for (var at = type.BaseType; at is { DeclaringSyntaxReferences.IsEmpty: false }; at = at.BaseType)
        {
            if (Array.IndexOf(Elements, at.Name) >= 0)
                return true;
        }

        foreach (var part in type.DeclaringSyntaxReferences)
        {
            if (trees.GetOrAdd(part.SyntaxTree, t => UsesToolkit(t, cancellation)))
                return true;
        }

        return false;
    }

    private static bool UsesToolkit(SyntaxTree tree, CancellationToken cancellation) => tree.GetRoot(cancellation) is CompilationUnitSyntax unit
        && (unit.Usings.Any(IsOfToolkit) || unit.Members.OfType<BaseNamespaceDeclarationSyntax>().Any(n => IsToolkit(n.Name.ToString()) || n.Usings.Any(IsOfToolkit)));

    private static bool IsOfToolkit(UsingDirectiveSyntax directive) => directive.Name is { } name && IsToolkit(name.ToString());

    private static bool IsToolkit(string name) => Array.Exists(Toolkits, t => name.StartsWith(t, StringComparison.Ordinal) && (name.Length == t.Length || name[t.Length] == '.'));
}
