/**
 * German. One is addressed as "du", the relay speaks of itself as "wir".
 *
 * Glossary: room Raum, link Link, relay Relay, creator Raumleitung, key Schlüssel, seat Platz, members Anwesende.
 */
import type { TitledText } from "./en.ts"
import type { Words } from "./enRoom.ts"
import type { Phrasing } from "./Phrasing.ts"

export const de = (say: Phrasing): Words => {
  const askAgain = "Bitte noch einmal um den ganzen Link, am besten als Nachricht, die du kopieren kannst."
  const isNotWhole = (part: string): TitledText => ({
    title: "Dieser Link ist nicht ganz",
    text: `${part} Etwas hat ihn unterwegs verändert. ${askAgain}`
  })
  const noLink: TitledText = {
    title: "Das ist kein Link zu einem Raum",
    text: `Im Link eines Raums steht /r/, und ein # mit einem Schlüssel dahinter. ${askAgain}`
  }
  const byItself = "Wir versuchen es von selbst wieder; lass diese Seite offen."
  const ended = "Der Raum ist zu Ende"
  return {
    common: {
      cancel: "Abbrechen",
      close: "Schließen",
      makeNewRoom: "Neuen Raum öffnen",
      makeOwnRoom: "Eigenen Raum öffnen"
    },
    language: {
      label: "Sprache",
      failed: "Diese Sprache kam nicht an. Prüfe deine Verbindung und wähle sie noch einmal."
    },
    pageTitles: {
      home: "Pug: ein Raum, der vergisst",
      stages: {
        invited: "Einladung · Pug",
        unusable: "Dieser Link geht nicht · Pug",
        entering: "Auf dem Weg hinein · Pug",
        waiting: "Warten · Pug",
        inside: "Raum · Pug",
        ended: "Das Ende · Pug"
      }
    },
    name: {
      label: "Dein Name",
      hint: "freiwillig, für das Relay unsichtbar"
    },
    password: {
      label: "Passwort",
      choice: "Auch nach einem Passwort fragen",
      toMake:
        "Sag es auf einem anderen Weg weiter als den Link. Vier Wörter sind schwer zu erraten. Es wird nirgends gespeichert: Ohne es kommt niemand herein, auch du nicht.",
      toJoin: "Dieser Raum braucht es neben dem Link. Wer dich eingeladen hat, kann es dir sagen.",
      missing: "Gib zuerst das Passwort ein."
    },
    home: {
      heading: "Ein Raum, der vergisst.",
      claim: "Reden, dann ist es weg.",
      pitch:
        "Öffne einen Raum und schick seinen Link denen, mit denen du reden willst. Eure Worte werden im Browser verschlüsselt. Das Relay gibt sie weiter, kann sie nicht lesen und behält nichts. Kein Konto, keine App.",
      lasts: "Dauert",
      people: "Personen",
      upTo: (count) => `bis zu ${say.number(count)}`,
      make: "Raum öffnen",
      working: "Ein wenig Rechenarbeit, damit Roboter uns nicht überfluten.",
      workingLong: "Es dauert länger als meistens.",
      workLabel: "Rechenarbeit",
      terms: "Was das hier leistet, und was nicht",
      does: "Es leistet",
      doesList: [
        "ver- und entschlüsselt in deinem Browser, mit einem Schlüssel, der nur im Link steht",
        "beendet den Raum für alle, wenn seine Zeit um ist, wenn du ihn beendest oder wenn die letzte Person geht",
        "zeigt dir, wenn eine Nachricht fehlt, verändert wurde oder doppelt kommt",
        "speichert nichts: kein Konto, kein Verlauf, kein Cookie, nichts auf deinem Gerät, außer dem Weg zurück, wenn du es willst"
      ],
      doesNot: "Es leistet nicht",
      doesNotList: [
        "hindert niemanden im Raum daran, zu kopieren oder zu fotografieren, was zu lesen ist",
        "sagt dir nicht, wer jemand ist: Wer den Link hat, kann hereinkommen",
        "verbirgt vor dem Relay nicht, dass du redest, wann, wie viel und von welcher Netzwerkadresse",
        "hilft nicht, wenn dein Gerät überwacht wird oder jemand den Link unterwegs oder im Verlauf deines Browsers liest"
      ]
    },
    createFailed: {
      tooMany: (when) => `Aus deinem Netz werden zu viele Räume geöffnet. Versuch es ${when} wieder.`,
      busy: "Das Relay ist gerade voll. Versuch es in einer Minute wieder.",
      refused: "Dieses Relay lässt dich keinen Raum öffnen.",
      refusedBecause: (reason) => `Dieses Relay lässt dich keinen Raum öffnen: ${reason}`,
      challengeExpired:
        "Die Rechenarbeit hat länger gedauert, als das Relay wartet. Versuch es noch einmal und lass diese Seite so lange vorn.",
      unreachable: "Das Relay antwortet nicht. Prüfe deine Verbindung und versuch es noch einmal.",
      pageFailed: "Diese Seite hat einen Fehler, und der liegt bei uns. Lade sie neu.",
      other: (code) => `Es wurde kein Raum geöffnet (${code}). Versuch es noch einmal.`
    },
    paste: {
      label: "Hast du einen Link?",
      placeholder: "Einfügen, oder seine Wörter tippen",
      didYouMean: "Meintest du",
      open: "In den Raum gehen",
      whole: "Dieser Link ist ganz.",
      otherRelay: (host) => `Er führt zu einem anderen Relay, ${host}.`,
      repaired: (repairs) => `Wir haben ihn repariert: ${repairs}.`,
      repairSeparator: "; ",
      repairs: {
        surroundings: "den Text ringsum weggelassen",
        characters: "kodierte Zeichen zurückverwandelt",
        invisible: "unsichtbare Zeichen entfernt",
        breaks: "verbunden, was auf mehreren Zeilen stand",
        address: "den Anfang ergänzt",
        separators: "ein # oder & wieder eingesetzt",
        additions: "weggelassen, was andere angehängt hatten"
      },
      noList: {
        title: "Die Liste der Wörter kam nicht an",
        text: "Prüfe deine Verbindung und lade diese Seite neu. Ein eingefügter Link geht auch ohne sie."
      }
    },
    spoken: {
      tooManyLines: (count) => `Es sind mehr als ${say.number(count)} Zeilen. Nimm heraus, was zu viel ist.`,
      allRight: (count) => `Alle ${say.number(count)} Zeilen stimmen.`,
      someRight: (right, count) => `${say.number(right)} von ${say.number(count)} Zeilen stimmen.`,
      begun: (line, count, full) => `Zeile ${say.number(line)}: ${say.number(count)} von ${say.number(full)} Wörtern.`,
      miscounted: (line, count, full) =>
        `Zeile ${say.number(line)} hat ${say.plural(count, { one: "1 Wort", other: `${say.number(count)} Wörter` })}. Es sollten ${say.number(full)} sein.`,
      wrong: (line) => `Etwas in Zeile ${say.number(line)} stimmt nicht. Vergleiche ihre Wörter.`,
      unknown: (line, word) => `Zeile ${say.number(line)}: „${word}“ gehört nicht zu den Wörtern.`
    },
    link: {
      empty: noLink,
      "not-a-url": noLink,
      "unsupported-scheme": noLink,
      "credentials-in-url": noLink,
      "not-a-room-link": noLink,
      "secrets-exposed": {
        title: "Dieser Link hat seinen Schlüssel verraten",
        text: "Unterwegs wurde aus seinem # ein %23. So ging der Schlüssel an das Relay, das ihn nie haben darf. Benutze diesen Raum nicht. Öffne einen neuen und schick seinen Link auf anderem Weg."
      },
      "room-id-wrong-length": isNotWhole("Der Name des Raums darin ist zu kurz oder zu lang."),
      "room-id-not-base64url": isNotWhole("Der Name des Raums darin hat Zeichen, die nicht hineingehören."),
      "fragment-missing": {
        title: "Der Schlüssel fehlt",
        text: "Der Link eines Raums hat ein # mit einem Schlüssel dahinter; hier ist dieser Teil nicht da. Falls du die Seite neu geladen hast: Ihr Schlüssel wurde nicht behalten. Öffne noch einmal den ganzen Link."
      },
      "key-missing": isNotWhole("Der Schlüssel (k=) steht nicht darin."),
      "key-repeated": isNotWhole("Der Schlüssel (k=) steht mehr als einmal darin."),
      "key-wrong-length": isNotWhole("Der Schlüssel (k=) darin ist zu kurz oder zu lang."),
      "key-not-base64url": isNotWhole("Der Schlüssel (k=) darin hat Zeichen, die nicht hineingehören."),
      "secret-missing": isNotWhole("Das Geheimnis des Raums (s=) steht nicht darin."),
      "secret-repeated": isNotWhole("Das Geheimnis des Raums (s=) steht mehr als einmal darin."),
      "secret-wrong-length": isNotWhole("Das Geheimnis des Raums (s=) darin ist zu kurz oder zu lang."),
      "secret-not-base64url": isNotWhole("Das Geheimnis des Raums (s=) darin hat Zeichen, die nicht hineingehören."),
      "address-missing": isNotWhole("Der Anfang fehlt: die Adresse vor dem #."),
      "address-broken": isNotWhole("Die Adresse ist zerbrochen und lässt sich auf mehr als eine Art zusammensetzen."),
      "letter-case-lost": isNotWhole("Alle Buchstaben sind klein oder alle groß geworden, und er braucht beides."),
      "several-links": {
        title: "Das ist mehr als ein Link",
        text: "Die Links in diesem Text führen zu verschiedenen Räumen, oder zu einem Raum mit verschiedenen Schlüsseln. Füge nur den ein, den du meinst."
      },
      "read-by-another-site": {
        title: "Eine andere Website hat diesen Link gelesen",
        text: "Der Link steht in der Adresse einer anderen Website, und so hat sie seinen Schlüssel. Benutze diesen Raum nicht. Öffne einen neuen und schick seinen Link auf anderem Weg."
      }
    },
    insecure: {
      title: "Diese Seite kann nicht verschlüsseln",
      text: "Sie wurde über http geöffnet, und Browser verschlüsseln nur auf Seiten, die über https geöffnet sind. Öffne dieselbe Adresse mit https:// davor. Wenn du dieses Relay selbst betreibst, gib ihm ein Zertifikat."
    },
    join: {
      heading: "Du bist zu einem Gespräch eingeladen.",
      pitch:
        "Dieser Link gilt für ein Gespräch. Was du schreibst, wird in deinem Browser verschlüsselt, und nur wer den Link hat, kann es lesen; das Relay dazwischen kann es nicht. Wenn der Raum zu Ende ist, bleibt nichts.",
      join: "In den Raum gehen",
      beforehand:
        "Niemand im Raum sieht dich, bevor du hineingehst. Behalte den Link: Nach einem Neuladen brauchst du ihn wieder, es sei denn, du lässt ihn, wenn du drin bist, diesen Tab behalten."
    },
    wait: {
      entering: { title: "Auf dem Weg hinein", text: "Wir bitten das Relay um einen Platz." },
      working: {
        title: "Auf dem Weg hinein",
        text: "Ein wenig Rechenarbeit, damit Roboter uns nicht überfluten."
      },
      lost: {
        title: "Das Relay antwortet nicht",
        text: `${byItself} Wenn andere Seiten laden, sperrt dieses Netz vielleicht die Art von Verbindung, die ein Gespräch braucht (einen WebSocket); versuch es mit einem anderen.`
      },
      blocked: {
        title: "Dieses Netz sperrt das Gespräch",
        text: `Das Relay antwortet, aber etwas zwischen dir und ihm lässt keinen WebSocket durch, und ein Gespräch braucht einen. Firmennetze und Filter tun das. Versuch es mit einem anderen Netz, zum Beispiel dem eines Telefons. ${byItself}`
      },
      unreachable: {
        title: "Das Relay ist nicht zu erreichen",
        text: `Es antwortet überhaupt nicht: Dieses Gerät hat keine Verbindung, oder das Relay läuft nicht. ${byItself}`
      },
      "not-open-yet": {
        title: "Noch nicht offen",
        text: `Die Person, die diesen Raum eingerichtet hat, ist noch nicht da. Er öffnet sich, wenn sie kommt. ${byItself}`
      },
      full: {
        title: "Der Raum ist voll",
        text: `Alle Plätze sind besetzt. Wenn jemand geht, kommst du hinein. ${byItself}`
      },
      locked: {
        title: "Der Raum ist abgeschlossen",
        text: `Die Person, die ihn eingerichtet hat, lässt vorerst niemanden mehr hinein. ${byItself}`
      },
      busy: {
        title: "Das Relay ist ausgelastet",
        text: `Es hat gerade keinen Platz für eine weitere Verbindung. ${byItself}`
      },
      "too-many": {
        title: "Zu viele aus deinem Netz",
        text: `Das Relay hat von deiner Netzwerkadresse schon so viele Verbindungen oder Versuche, wie es erlaubt. ${byItself}`
      },
      tryNow: "Jetzt versuchen",
      giveUp: "Aufgeben"
    },
    banner: {
      working: "Auf dem Weg zurück: erst ein wenig Rechenarbeit.",
      lost: "Verbindung verloren. Was du schreibst, wartet.",
      waiting: (title) => `${title}. Wir versuchen es weiter.`,
      reconnect: "Jetzt verbinden"
    },
    room: {
      heading: "Raum",
      conversation: "Gespräch",
      panel: "Anwesende und Bedienung",
      here: (count) => `${say.number(count)} hier`,
      hereLocked: (count) => `${say.number(count)} hier, abgeschlossen`,
      invite: "Einladen",
      leave: "Gehen",
      vanish: "Verschwinden",
      vanishHow: "Geht sofort und leert diese Seite. Mit der Tastatur: dreimal Esc.",
      purge: "Für alle beenden",
      lock: "Abschließen",
      unlock: "Aufschließen",
      rotate: "Neuer Link",
      alone: "Du bist jetzt allein hier. Wenn du gehst oder diese Seite schließt, endet der Raum.",
      aloneFor: (wait) =>
        `Du bist allein hier. Schick den Link; wenn du diese Seite schließt, wartet der Raum noch: ${wait}.`,
      notVerified:
        "Noch nicht geprüft: Ob dein Link den richtigen Schlüssel hat, zeigt sich, wenn noch jemand hier ist.",
      passwordNotVerified: "Noch nicht geprüft: Ob dein Passwort passt, zeigt sich, wenn noch jemand hier ist.",
      wrongKey:
        "Was andere schreiben, lässt sich mit dem Schlüssel deines Links nicht öffnen; ihr könnt einander nicht lesen. Bitte noch einmal um den Link.",
      timeLeftLabel: "Restzeit",
      left: "übrig"
    },
    away: {
      heading: "Während ich woanders hinsehe",
      veil: "Gespräch verschwimmen lassen",
      sound: "Leise einen Ton geben",
      notify: "Eine Benachrichtigung zeigen",
      notifyHow: "Sie sagt nur, dass etwas gekommen ist: nicht was, von wem oder wo.",
      notifyRefused:
        "Der Browser lässt hier keine Benachrichtigungen zu. Seine Einstellungen für diese Seite können das ändern.",
      arrived: "Es ist etwas gekommen."
    },
    keep: {
      choice: "Nach einem Neuladen zurückkommen",
      asGuest: "Behält Link und Namen in diesem Tab, bis du gehst oder der Raum endet.",
      asCreator: "Behält Link, Namen und deine Rechte am Raum in diesem Tab, bis du gehst oder der Raum endet.",
      noPassword: "Nach dem Passwort wirst du wieder gefragt."
    },
    members: {
      heading: (count, capacity) => `${say.number(count)} von ${say.number(capacity)} hier`,
      remove: "Entfernen",
      removeLabel: (name) => `${name} entfernen`,
      you: "du",
      creator: "Raumleitung",
      verified: "gleicher Schlüssel wie deiner",
      notVerified: "Schlüssel noch nicht geprüft",
      factSeparator: ", "
    },
    log: {
      copy: "Diese Nachricht kopieren",
      copied: "Die Nachricht ist kopiert.",
      notCopied: "Der Browser hat das Kopieren nicht erlaubt. Markiere stattdessen den Text.",
      label: "Nachrichten",
      omitted: "Frühere Nachrichten hält diese Seite nicht mehr.",
      fresh: (count) => say.plural(count, { one: "1 neue Nachricht", other: `${say.number(count)} neue Nachrichten` }),
      you: "du",
      sent: "gesendet",
      waiting: "wartet",
      notSent: "nicht gesendet",
      retry: "Noch einmal senden",
      discard: "Verwerfen",
      disappears: (time) => `verschwindet nach ${time}`
    },
    composer: {
      label: "Nachricht",
      placeholder: "Nachricht",
      send: "Senden",
      lasting: "Verschwindet nach",
      stays: "Bleibt, bis der Raum endet",
      lastingHow: (time) =>
        `Verschwindet ${time} nach der Ankunft von jedem Bildschirm. Wer es liest, kann es trotzdem behalten.`,
      tooLong: (bytes) =>
        say.plural(bytes, {
          one: "Um 1 Byte zu lang. Sende sie in Teilen.",
          other: `Um ${say.number(bytes)} Bytes zu lang. Sende sie in Teilen.`
        }),
      bytesLeft: (bytes) =>
        say.plural(bytes, { one: "Noch 1 Byte frei.", other: `Noch ${say.number(bytes)} Bytes frei.` })
    },
    invite: {
      label: "Der Link dieses Raums",
      code: "Der Link als QR-Code",
      copy: "Link kopieren",
      copied: "Kopiert",
      copiedStatus: "Der Link ist kopiert.",
      share: "Teilen",
      whoCanCome: (capacity) =>
        `Wer den Link hat, kann hereinkommen und mitlesen, bis ${say.number(capacity)} hier sind, der Raum abgeschlossen wird oder seine Zeit um ist. Schick ihn nur denen, die du meinst.`,
      whoHasBoth: (capacity) =>
        `Der Link öffnet nichts ohne das Passwort. Sag es auf einem anderen Weg weiter, nie zusammen mit dem Link. Wer beides hat, kann hereinkommen und mitlesen, bis ${say.number(capacity)} hier sind, der Raum abgeschlossen wird oder seine Zeit um ist.`,
      copyByHand: "Der Browser hat das Kopieren nicht erlaubt. Der Link ist markiert: Kopiere ihn von Hand.",
      unknown:
        "Die Raumleitung hat einen neuen Link gemacht, und er ist noch nicht bei dir. Der alte gilt nicht mehr. Frag im Raum.",
      readOut: "In Wörtern vorlesen",
      readOutHow: (label) =>
        `Öffne auf dem anderen Gerät die Adresse hier darunter und tippe diese englischen Wörter bei „${label}“ ein. Von jedem genügen die ersten vier Buchstaben. Wer sie hört, kann hereinkommen.`,
      notLoaded: "Ein Teil dieser Seite kam nicht an. Der Link geht auch ohne ihn."
    },
    passwordDoubt: {
      title: "Dieses Passwort passt nicht",
      text: "Was die anderen schreiben, lässt sich damit nicht öffnen; ihr könnt einander nicht lesen.",
      hint: "Groß- und Kleinschreibung zählt. Wenn es stimmt und sich trotzdem nichts öffnet, bitte noch einmal um Link und Passwort.",
      action: "Noch einmal versuchen",
      trying: "Wird versucht …"
    },
    shortcuts: {
      heading: "Tastatur",
      send: "Senden, was geschrieben ist",
      line: "Eine neue Zeile beginnen",
      copy: "Vom Nachrichtenfeld zum Kopierknopf der neuesten Nachricht",
      messages: "Von dort zu anderen Nachrichten",
      close: "Schließen, was offen ist",
      vanish: "Sofort gehen und diese Seite leeren",
      help: "Diese Tasten zeigen, wenn du nicht gerade schreibst"
    },
    question: {
      leave: {
        heading: "Den Raum verlassen?",
        last: "Du bist als Letztes hier; damit endet der Raum, und alles darin ist weg.",
        creator:
          "Was gesagt wurde, ist auf dieser Seite weg. Um zurückzukommen, brauchst du den Link, und dann bist du Gast: Niemand kann den Raum mehr abschließen oder vorzeitig beenden.",
        guest: "Was gesagt wurde, ist auf dieser Seite weg. Um zurückzukommen, brauchst du den Link.",
        action: "Gehen"
      },
      purge: {
        heading: "Den Raum für alle beenden?",
        text: "Der Raum schließt für alle, und alles, was gesagt wurde, ist weg. Das lässt sich nicht zurücknehmen.",
        action: "Für alle beenden"
      },
      rotate: {
        heading: "Einen neuen Link machen?",
        text: "Der alte Link gilt dann nicht mehr. Wer hier ist, bleibt und erfährt den neuen.",
        action: "Neuen Link machen"
      },
      kick: {
        heading: (name) => `${name} entfernen?`,
        text: (name) => `${name} liest dann nicht mehr mit und behält, was vorher gesagt wurde.`,
        action: "Entfernen",
        effect: (name) =>
          `${name} kann mit dem Link wieder hereinkommen, solange ein Platz frei und der Raum nicht abgeschlossen ist.`,
        changeLink: "Entfernen und den Link ändern",
        changeLinkEffect: (name) =>
          `Der alte Link gilt dann nicht mehr. Alle anderen bleiben und erfahren den neuen; ${name} nicht.`
      }
    },
    note: {
      cameIn: "Du bist hereingekommen. Was vorher gesagt wurde, siehst du nicht.",
      cameBackWhole: "Du bist wieder verbunden. Du hast nichts verpasst.",
      cameBack: (missed) =>
        say.plural(missed, {
          one: "Du bist wieder verbunden. Inzwischen wurde höchstens 1 Nachricht geschrieben; du siehst sie nicht.",
          other: `Du bist wieder verbunden. Inzwischen wurden höchstens ${say.number(missed)} Nachrichten geschrieben; du siehst sie nicht.`
        }),
      timeLeft: (duration) => `Noch ${duration}. Dann endet der Raum, und alles darin ist weg.`,
      joined: (name) => `${name} ist hereingekommen.`,
      returned: (name) => `${name} ist wieder verbunden.`,
      renamed: (before, name) => `${before} heißt jetzt ${name}.`,
      youAreCreator: "Du hast jetzt die Raumleitung.",
      isCreator: (name) => `${name} hat jetzt die Raumleitung.`,
      locked: "Der Raum ist abgeschlossen. Neue können nicht herein.",
      unlocked: "Der Raum ist wieder offen für Neue.",
      newLink: "Es gibt einen neuen Link. Der alte gilt nicht mehr.",
      newLinkUnknown: "Es gibt einen neuen Link, der noch nicht bei dir ist. Der alte gilt nicht mehr.",
      left: (name) => `${name} ist gegangen.`,
      lost: (name) => `${name} hat die Verbindung verloren.`,
      kicked: (name) => `${name} wurde entfernt.`,
      refusedNotCreator: "Das Relay hat das nicht getan. Das kann nur die Raumleitung, und die hast du nicht mehr.",
      refusedNoMember: "Niemand zu entfernen: Diese Person ist schon gegangen.",
      refusedBusy: "Das Relay war zu beschäftigt dafür. Versuch es noch einmal."
    },
    fault: {
      fromYou: "von dir",
      fromSomebody: "von jemandem",
      fromMember: (name) => `von ${name}`,
      malformed: (count, from) =>
        say.plural(count, {
          one: `Eine Nachricht ${from} war nicht lesbar und wird nicht gezeigt.`,
          other: `${say.number(count)} Nachrichten ${from} waren nicht lesbar und werden nicht gezeigt.`
        }),
      misattributedToYou: (count) =>
        say.plural(count, {
          one: "Eine Nachricht kam in deinem Namen, aber von jemand anderem, und wird nicht gezeigt.",
          other: `${say.number(count)} Nachrichten kamen in deinem Namen, aber von jemand anderem, und werden nicht gezeigt.`
        }),
      misattributedToNobody: (count) =>
        say.plural(count, {
          one: "Eine Nachricht kam im Namen von jemandem, der nicht hier ist, und wird nicht gezeigt.",
          other: `${say.number(count)} Nachrichten kamen im Namen von jemandem, der nicht hier ist, und werden nicht gezeigt.`
        }),
      misattributedToMember: (count, name) =>
        say.plural(count, {
          one: `Eine Nachricht kam im Namen von ${name}, aber von jemand anderem, und wird nicht gezeigt.`,
          other: `${say.number(count)} Nachrichten kamen im Namen von ${name}, aber von jemand anderem, und werden nicht gezeigt.`
        }),
      wrongKey: (count, from) =>
        say.plural(count, {
          one: `Eine Nachricht ${from} ist mit einem anderen Schlüssel als deinem versiegelt. Einer von euch hat einen falschen Link.`,
          other: `${say.number(count)} Nachrichten ${from} sind mit einem anderen Schlüssel als deinem versiegelt. Einer von euch hat einen falschen Link.`
        }),
      otherPassword: (count, from) =>
        say.plural(count, {
          one: `Eine Nachricht ${from} lässt sich nicht öffnen. Einer von euch hat ein anderes Passwort eingegeben.`,
          other: `${say.number(count)} Nachrichten ${from} lassen sich nicht öffnen. Einer von euch hat ein anderes Passwort eingegeben.`
        }),
      tampered: (count, from) =>
        say.plural(count, {
          one: `Eine Nachricht ${from} wurde unterwegs verändert und wird nicht gezeigt.`,
          other: `${say.number(count)} Nachrichten ${from} wurden unterwegs verändert und werden nicht gezeigt.`
        }),
      replayed: (count, from) =>
        say.plural(count, {
          one: `Eine Nachricht ${from} kam zweimal an. Wir zeigen sie einmal.`,
          other: `${say.number(count)} Nachrichten ${from} kamen zweimal an. Wir zeigen sie einmal.`
        }),
      reordered: (count, from) =>
        say.plural(count, {
          one: `Eine Nachricht ${from} kam zu spät, nach neueren, und wird nicht gezeigt.`,
          other: `${say.number(count)} Nachrichten ${from} kamen zu spät, nach neueren, und werden nicht gezeigt.`
        }),
      missing: (count, from) =>
        say.plural(count, {
          one: `Eine Nachricht ${from} fehlt. Das Relay hat sie nicht zugestellt.`,
          other: `${say.number(count)} Nachrichten ${from} fehlen. Das Relay hat sie nicht zugestellt.`
        }),
      forked:
        "Das Relay zeigt jemandem ein anderes Gespräch als dir. Verlass dich nicht auf das, was du hier liest; öffne einen neuen Raum.",
      forkedFor: (name) =>
        `Das Relay zeigt ${name} ein anderes Gespräch als dir. Verlass dich nicht auf das, was du hier liest; öffne einen neuen Raum.`,
      logGap:
        "Das Relay hat einen Teil des Gesprächs ausgelassen oder wiederholt. Verlass dich nicht darauf, dass es vollständig ist.",
      clock:
        "Die Uhr des Relays ging zurück oder weicht weit von diesem Gerät ab. Verlass dich nicht auf die Zeiten, die hier stehen.",
      falseCreator: "Das Relay irrt sich darin, wer die Raumleitung hat. Verlass dich nicht auf seine Angabe.",
      falseCreatorYou: "Das Relay irrt sich darin, ob du die Raumleitung hast. Verlass dich nicht auf seine Angabe.",
      falseCreatorMember: (name) =>
        `Das Relay sagt, ${name} habe die Raumleitung, und ${name} sagt das nicht. Verlass dich nicht auf seine Angabe.`
    },
    unsentAtEnd: "Was du zuletzt geschrieben hast, ist vielleicht nicht angekommen.",
    end: {
      purged: { title: ended, text: "Die Raumleitung hat ihn beendet. Alles darin ist weg." },
      expired: { title: ended, text: "Seine Zeit war um. Alles darin ist weg." },
      "ended-by-operator": {
        title: ended,
        text: "Die Leute, die dieses Relay betreiben, haben ihn beendet. Alles darin ist weg."
      },
      "room-failed": {
        title: ended,
        text: "Ein Fehler des Relays hat ihn beendet. Alles darin ist weg. Niemand außerhalb hat es gelesen."
      },
      "going-away": {
        title: ended,
        text: "Das Relay wird abgeschaltet oder neu gestartet, und seine Räume enden mit ihm. Alles in diesem ist weg."
      },
      empty: { title: ended, text: "Alle waren gegangen. Alles darin ist weg." },
      unopened: { title: ended, text: "Niemand kam rechtzeitig." },
      left: {
        title: "Du bist gegangen",
        text: "Was gesagt wurde, ist auf dieser Seite weg. Für die anderen geht der Raum weiter, bis sie gehen oder seine Zeit um ist."
      },
      "gave-up": {
        title: "Du bist nicht hineingegangen",
        text: "Du hast aufgehört, bevor der Raum dich einließ. Öffne den Link noch einmal, um es wieder zu versuchen."
      },
      "left-last": { title: ended, text: "Du warst als Letztes darin. Alles darin ist weg." },
      "cut-off": {
        title: "Du kannst nicht zurück",
        text: "Deine Verbindung ging verloren, und inzwischen ist der Raum zu Ende oder hat einen neuen Link. Was gesagt wurde, ist auf dieser Seite weg. Wenn die anderen noch da sind, bitte sie um den Link."
      },
      "join-refused": {
        title: "In diesen Raum kommt man nicht hinein",
        text: "Er ist zu Ende, oder der Link stimmt nicht. Das Relay sagt nicht, welches von beiden, damit niemand nach Räumen suchen kann. Bitte um einen neuen Link oder öffne einen eigenen Raum."
      },
      kicked: {
        title: "Du wurdest entfernt",
        text: "Die Raumleitung hat dir deinen Platz genommen. Was gesagt wurde, ist auf dieser Seite weg."
      },
      replaced: {
        title: "Du bist auf einer anderen Seite darin",
        text: "Eine neuere Verbindung von dir hat denselben Platz genommen, darum hat diese Seite ihn losgelassen."
      },
      forbidden: {
        title: "Dieses Relay lässt dich nicht hinein",
        text: "Die Leute, die es betreiben, haben Regeln dafür, wer hineindarf, und du gehörst nicht dazu."
      },
      incompatible: {
        title: "Diese Seite und das Relay passen nicht zusammen",
        text: "Sie sprechen verschiedene Versionen. Öffne den Link noch einmal, damit die Seite neu geladen wird."
      },
      "page-failed": {
        title: "Diese Seite hat einen Fehler",
        text: "Sie hat von selbst aufgehört, und das liegt an uns. Öffne den Link noch einmal, um wieder hineinzugehen."
      }
    }
  }
}
