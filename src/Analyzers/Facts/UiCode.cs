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

    /// <summary>Draw(), an abstract PaintTo(pixels), or two methods like DrawLine and MeasureText; MeasureRate is a name like another.</summary>
    private static bool Draws(INamedTypeSymbol type)
    {
        var alike = 0;
        for (INamedTypeSymbol? at = type; at is { DeclaringSyntaxReferences.IsEmpty: false }; at = at.BaseType)
        {
            foreach (var method in at.GetMembers().OfType<IMethodSymbol>().Where(m => m.MethodKind == MethodKind.Ordinary))
            {
                if (Array.IndexOf(Drawing, method.Name) < 0 && IsOfNumbers(method) || !NameWords.BeginsWithAny(method.Name, Drawing) && !method.Name.StartsWith("Draw", StringComparison.Ordinal) && !method.Name.StartsWith("Render", StringComparison.Ordinal))
                    continue;
                if (method.IsAbstract || method.IsVirtual || Array.IndexOf(Drawing, method.Name) >= 0 || alike > 0)
                    return true;
                alike++;
            }
        }

        return false;
    }

    /// <summary>double MeasureRate(), string RenderSql(): nothing that is shown goes in or comes out.</summary>
    private static bool IsOfNumbers(IMethodSymbol method) => IsOfSystem(method.ReturnType) && !method.ReturnsVoid && method.Parameters.All(p => IsOfSystem(p.Type));

    private static bool IsOfSystem(ITypeSymbol type) => type.SpecialType != SpecialType.None || !type.IsTupleType && type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
}
