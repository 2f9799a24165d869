using System;
using System.Linq;
using System.Threading;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <summary>
/// Recognises code of a user interface by the toolkit it names. Its objects live by the toolkit's protocols (attached and detached, shown and hidden,
/// on one thread), which cannot be seen in the types themselves.
/// </summary>
internal sealed class UiCode
{
    /// <summary>Base types in source of what is shown: the toolkit itself, where one of them draws.</summary>
    private static readonly string[] Elements = { "Drawable", "CompositeDrawable", "Control", "Widget", "Visual", "UIElement", "View", "Sprite", "GameObject", "Window" };

    private static readonly string[] Drawing = { "Draw", "Paint", "Render", "Layout", "Measure", "Arrange", "OnDraw", "OnPaint", "OnRender", "OnLayout", "Invalidate", "UpdateLayout", "Display" };

    // Commands and markup are used far from what is shown, too.
    private readonly FileUsings toolkits = new(
        new[]
        {
            "System.Windows", "Microsoft.UI.Xaml", "Windows.UI", "Microsoft.Maui", "Xamarin.Forms", "Avalonia", "UIKit", "AppKit", "Android.App", "Android.Views", "Android.Widget", "Gtk", "Eto.Forms", "Terminal.Gui", "UnityEngine", "UnityEditor", "Godot", "MonoGame",
        },
        true,
        "System.Windows.Input",
        "System.Windows.Markup");

    /// <summary>One of the files of the type uses a toolkit, or stands in the toolkit's own namespace; or the type is one of a toolkit's elements, or a command that they carry out.</summary>
    public bool Is(INamedTypeSymbol type, CancellationToken cancellation)
    {
        for (var at = type.BaseType; at is { DeclaringSyntaxReferences.IsEmpty: false }; at = at.BaseType)
        {
            if (Array.IndexOf(Elements, at.Name) >= 0 && Draws(at))
                return true;
        }

        return type.AllInterfaces.Any(i => i is { Name: "ICommand", ContainingNamespace: { Name: "Input", ContainingNamespace.Name: "Windows" } }) || toolkits.AreUsedBy(type, cancellation);
    }

    private static bool Draws(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? at = type; at is { DeclaringSyntaxReferences.IsEmpty: false }; at = at.BaseType)
        {
            if (at.GetMembers().Any(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary } && (NameWords.BeginsWithAny(m.Name, Drawing) || m.Name.StartsWith("Draw", StringComparison.Ordinal) || m.Name.StartsWith("Render", StringComparison.Ordinal))))
                return true;
        }

        return false;
    }
}
