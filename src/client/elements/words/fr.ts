/**
 * French. One is addressed as "vous", calmly; the page speaks of itself as "nous". No-break spaces stand before : ; ? and
 * inside « ».
 *
 * Glossary: room salon, link lien, relay relais, creator responsable, key clé, seat place, members personnes présentes.
 */
import type { TitledText } from "./en.ts"
import type { Words } from "./enRoom.ts"
import type { Phrasing } from "./Phrasing.ts"

export const fr = (say: Phrasing): Words => {
  const askAgain = "Redemandez le lien entier, de préférence dans un message que vous pouvez copier."
  const isNotWhole = (part: string): TitledText => ({
    title: "Ce lien n’est pas entier",
    text: `${part} Quelque chose l’a modifié en chemin. ${askAgain}`
  })
  const noLink: TitledText = {
    title: "Ce n’est pas le lien d’un salon",
    text: `Le lien d’un salon contient /r/, et un # suivi d’une clé. ${askAgain}`
  }
  const byItself = "Nous réessayons tout seuls ; laissez cette page ouverte."
  const ended = "Le salon est terminé"
  return {
    common: {
      cancel: "Annuler",
      close: "Fermer",
      makeNewRoom: "Créer un nouveau salon",
      makeOwnRoom: "Créer votre propre salon"
    },
    language: {
      label: "Langue",
      failed: "Cette langue n’est pas arrivée. Vérifiez votre connexion et choisissez-la de nouveau."
    },
    pageTitles: {
      home: "Pug : un salon qui oublie",
      stages: {
        invited: "Invitation · Pug",
        unusable: "Ce lien ne marche pas · Pug",
        entering: "Entrée · Pug",
        waiting: "Attente · Pug",
        inside: "Salon · Pug",
        ended: "La fin · Pug"
      }
    },
    name: {
      label: "Votre nom",
      hint: "facultatif, caché au relais"
    },
    password: {
      label: "Mot de passe",
      choice: "Demander aussi un mot de passe",
      toMake:
        "Transmettez-le par un autre chemin que le lien. Quatre mots sont difficiles à deviner. Il n’est gardé nulle part : sans lui personne n’entre, vous non plus.",
      toJoin: "Ce salon le demande en plus du lien. La personne qui vous invite peut vous le dire.",
      missing: "Saisissez d’abord le mot de passe."
    },
    home: {
      heading: "Un salon qui oublie.",
      claim: "On parle, puis plus rien ne reste.",
      pitch:
        "Créez un salon et envoyez son lien aux personnes à qui vous voulez parler. Vos mots sont chiffrés dans le navigateur. Le relais les transmet, ne peut pas les lire et ne garde rien. Ni compte ni application.",
      lasts: "Durée",
      people: "Personnes",
      upTo: (count) => `jusqu’à ${say.number(count)}`,
      make: "Créer un salon",
      working: "Un petit calcul, pour que les robots ne nous submergent pas.",
      workingLong: "C’est plus long que d’habitude.",
      workLabel: "Calcul",
      terms: "Ce que cette page fait, et ne fait pas",
      does: "Elle le fait",
      doesList: [
        "chiffrer et déchiffrer dans votre navigateur, avec une clé qui n’est que dans le lien",
        "terminer le salon pour tout le monde quand le temps est écoulé, quand vous le terminez ou quand la dernière personne part",
        "vous montrer quand un message manque, a été modifié ou arrive deux fois",
        "ne rien conserver : ni compte, ni historique, ni cookie, rien sur votre appareil, sauf le chemin du retour si vous le demandez"
      ],
      doesNot: "Elle ne le fait pas",
      doesNotList: [
        "empêcher quelqu’un dans le salon de copier ou de photographier ce qui s’y lit",
        "vous dire qui est une personne : quiconque a le lien peut entrer",
        "cacher au relais que vous parlez, quand, combien et depuis quelle adresse réseau",
        "vous aider si votre appareil est surveillé, ou si quelqu’un lit le lien en chemin ou dans l’historique de votre navigateur"
      ]
    },
    createFailed: {
      tooMany: (when) => `Trop de salons sont créés depuis votre réseau. Réessayez ${when}.`,
      busy: "Le relais est plein en ce moment. Réessayez dans une minute.",
      refused: "Ce relais ne vous laisse pas créer de salon.",
      refusedBecause: (reason) => `Ce relais ne vous laisse pas créer de salon : ${reason}`,
      challengeExpired:
        "Le calcul a duré plus longtemps que le relais n’attend. Réessayez ; gardez cette page au premier plan pendant ce temps.",
      unreachable: "Le relais ne répond pas. Vérifiez votre connexion et réessayez.",
      pageFailed: "Cette page a un défaut, et c’est de notre faute. Rechargez-la.",
      other: (code) => `Aucun salon n’a été créé (${code}). Réessayez.`
    },
    paste: {
      label: "Vous avez un lien ?",
      placeholder: "Collez-le, ou tapez ses mots",
      didYouMean: "Vouliez-vous dire",
      open: "Ouvrir le salon",
      whole: "Ce lien est entier.",
      otherRelay: (host) => `Il mène à un autre relais, ${host}.`,
      repaired: (repairs) => `Nous l’avons réparé : ${repairs}.`,
      repairSeparator: " ; ",
      repairs: {
        surroundings: "texte autour retiré",
        characters: "caractères codés rétablis",
        invisible: "caractères invisibles retirés",
        breaks: "lignes séparées réunies",
        address: "début complété",
        separators: "# ou & remis en place",
        additions: "ajouts d’autrui retirés"
      },
      noList: {
        title: "La liste des mots n’est pas arrivée",
        text: "Vérifiez votre connexion et rechargez cette page. Un lien collé marche sans elle."
      }
    },
    spoken: {
      tooManyLines: (count) => `Il y a plus de ${say.number(count)} lignes. Retirez ce qui est en trop.`,
      allRight: (count) => `Les ${say.number(count)} lignes sont justes.`,
      someRight: (right, count) => `Lignes justes : ${say.number(right)} sur ${say.number(count)}.`,
      begun: (line, count, full) => `Ligne ${say.number(line)} : ${say.number(count)} mots sur ${say.number(full)}.`,
      miscounted: (line, count, full) =>
        `La ligne ${say.number(line)} a ${say.plural(count, { one: `${say.number(count)} mot`, other: `${say.number(count)} mots` })}. Il en faut ${say.number(full)}.`,
      wrong: (line) => `Quelque chose n’est pas juste à la ligne ${say.number(line)}. Comparez ses mots.`,
      unknown: (line, word) => `Ligne ${say.number(line)} : « ${word} » ne fait pas partie des mots.`
    },
    link: {
      empty: noLink,
      "not-a-url": noLink,
      "unsupported-scheme": noLink,
      "credentials-in-url": noLink,
      "not-a-room-link": noLink,
      "secrets-exposed": {
        title: "Ce lien a livré sa clé",
        text: "En chemin, son # est devenu %23. La clé a donc été envoyée au relais, qui ne doit jamais l’avoir. N’utilisez pas ce salon. Créez-en un autre et envoyez son lien par un autre moyen."
      },
      "room-id-wrong-length": isNotWhole("Le nom du salon y est trop court ou trop long."),
      "room-id-not-base64url": isNotWhole("Le nom du salon y contient des caractères de trop."),
      "fragment-missing": {
        title: "La clé manque",
        text: "Le lien d’un salon contient un # suivi d’une clé ; ici, cette partie n’est pas là. Si vous avez rechargé cette page : sa clé n’a pas été gardée. Ouvrez de nouveau le lien entier."
      },
      "key-missing": isNotWhole("La clé (k=) n’y est pas."),
      "key-repeated": isNotWhole("La clé (k=) y est plus d’une fois."),
      "key-wrong-length": isNotWhole("La clé (k=) y est trop courte ou trop longue."),
      "key-not-base64url": isNotWhole("La clé (k=) y contient des caractères de trop."),
      "secret-missing": isNotWhole("Le secret du salon (s=) n’y est pas."),
      "secret-repeated": isNotWhole("Le secret du salon (s=) y est plus d’une fois."),
      "secret-wrong-length": isNotWhole("Le secret du salon (s=) y est trop court ou trop long."),
      "secret-not-base64url": isNotWhole("Le secret du salon (s=) y contient des caractères de trop."),
      "address-missing": isNotWhole("Son début manque : l’adresse avant le #."),
      "address-broken": isNotWhole("Son adresse est brisée, et peut se recomposer de plus d’une façon."),
      "letter-case-lost": isNotWhole(
        "Toutes ses lettres sont devenues minuscules ou majuscules, et il lui faut les deux."
      ),
      "several-links": {
        title: "Il y a plus d’un lien",
        text: "Les liens de ce texte mènent à des salons différents, ou à un même salon avec des clés différentes. Collez seulement celui que vous voulez."
      },
      "read-by-another-site": {
        title: "Un autre site a lu ce lien",
        text: "Le lien se trouve dans l’adresse d’un autre site, qui a ainsi obtenu sa clé. N’utilisez pas ce salon. Créez-en un autre et envoyez son lien par un autre moyen."
      }
    },
    insecure: {
      title: "Cette page ne peut pas chiffrer",
      text: "Elle a été ouverte en http, et les navigateurs ne chiffrent que sur les pages ouvertes en https. Ouvrez la même adresse avec https:// devant. Si ce relais est le vôtre, donnez-lui un certificat."
    },
    join: {
      heading: "On vous invite à parler.",
      pitch:
        "Ce lien vaut pour une conversation. Ce que vous écrivez est chiffré dans votre navigateur, et seules les personnes qui ont le lien peuvent le lire ; le relais entre vous ne le peut pas. Quand le salon se termine, rien ne reste.",
      join: "Entrer dans le salon",
      beforehand:
        "Personne dans le salon ne vous voit avant que vous entriez. Gardez le lien : il vous le faut de nouveau après un rechargement, sauf si, une fois entré, vous le laissez garder par cet onglet."
    },
    wait: {
      entering: { title: "Entrée", text: "Nous demandons une place au relais." },
      working: { title: "Entrée", text: "Un petit calcul, pour que les robots ne nous submergent pas." },
      lost: {
        title: "Le relais ne répond pas",
        text: `${byItself} Si d’autres pages s’ouvrent, ce réseau bloque peut-être le genre de connexion qu’il faut à une conversation (un WebSocket) ; essayez-en un autre.`
      },
      blocked: {
        title: "Ce réseau bloque la conversation",
        text: `Le relais répond, mais quelque chose entre vous et lui ne laisse passer aucun WebSocket, et il en faut un à une conversation. Les réseaux d’entreprise et les filtres font cela. Essayez un autre réseau, celui d’un téléphone par exemple. ${byItself}`
      },
      unreachable: {
        title: "Le relais est injoignable",
        text: `Il ne répond pas du tout : cet appareil n’a pas de connexion, ou le relais est arrêté. ${byItself}`
      },
      "not-open-yet": {
        title: "Pas encore ouvert",
        text: `La personne qui a créé ce salon n’est pas encore là. Il s’ouvre quand elle arrive. ${byItself}`
      },
      full: {
        title: "Le salon est plein",
        text: `Toutes les places sont prises. Quand quelqu’un part, vous entrez. ${byItself}`
      },
      locked: {
        title: "Le salon est verrouillé",
        text: `La personne qui a créé ce salon ne laisse plus entrer personne pour l’instant. ${byItself}`
      },
      busy: {
        title: "Le relais est occupé",
        text: `Il n’a pas de place pour une connexion de plus en ce moment. ${byItself}`
      },
      "too-many": {
        title: "Trop de connexions de votre réseau",
        text: `Le relais a déjà autant de connexions ou de tentatives de votre adresse réseau qu’il en permet. ${byItself}`
      },
      tryNow: "Essayer maintenant",
      giveUp: "Renoncer"
    },
    banner: {
      working: "Retour en cours : d’abord un petit calcul.",
      lost: "Connexion perdue. Ce que vous écrivez attend.",
      waiting: (title) => `${title}. Nous continuons d’essayer.`,
      reconnect: "Se reconnecter"
    },
    room: {
      heading: "Salon",
      conversation: "Conversation",
      panel: "Personnes et commandes",
      here: (count) => `${say.number(count)} ici`,
      hereLocked: (count) => `${say.number(count)} ici, verrouillé`,
      invite: "Inviter",
      leave: "Partir",
      vanish: "Disparaître",
      vanishHow: "Part aussitôt et vide cette page. Au clavier : trois fois Échap.",
      purge: "Terminer pour tous",
      lock: "Verrouiller",
      unlock: "Déverrouiller",
      rotate: "Nouveau lien",
      alone: "Il n’y a plus que vous ici. Si vous partez ou fermez cette page, le salon se termine.",
      aloneFor: (wait) =>
        `Il n’y a que vous ici. Envoyez le lien ; si vous fermez cette page, le salon attend encore ${wait}.`,
      notVerified: "Pas encore vérifié : on saura si votre lien a la bonne clé quand quelqu’un d’autre sera là.",
      passwordNotVerified:
        "Pas encore vérifié : on saura si votre mot de passe convient quand quelqu’un d’autre sera là.",
      wrongKey:
        "Ce que les autres écrivent ne s’ouvre pas avec la clé de votre lien ; vous ne pouvez pas vous lire. Redemandez le lien.",
      timeLeftLabel: "Temps restant",
      left: "restant"
    },
    away: {
      heading: "Quand je regarde ailleurs",
      veil: "Flouter la conversation",
      sound: "Émettre un son discret",
      notify: "Afficher une notification",
      notifyHow: "Elle dit seulement que quelque chose est arrivé : ni quoi, ni de qui, ni où.",
      notifyRefused:
        "Le navigateur n’autorise pas les notifications ici. Ses réglages pour cette page peuvent changer cela.",
      arrived: "Quelque chose est arrivé."
    },
    keep: {
      choice: "Revenir après un rechargement",
      asGuest: "Garde le lien et votre nom dans cet onglet jusqu’à votre départ ou la fin du salon.",
      asCreator:
        "Garde le lien, votre nom et vos droits sur le salon dans cet onglet jusqu’à votre départ ou la fin du salon.",
      noPassword: "Le mot de passe vous sera redemandé."
    },
    members: {
      heading: (count, capacity) => `${say.number(count)} sur ${say.number(capacity)} ici`,
      remove: "Retirer",
      removeLabel: (name) => `Retirer ${name}`,
      you: "vous",
      creator: "responsable",
      verified: "même clé que vous",
      notVerified: "clé pas encore vérifiée",
      factSeparator: ", "
    },
    log: {
      copy: "Copier ce message",
      copied: "Le message est copié.",
      notCopied: "Le navigateur n’a pas permis la copie. Sélectionnez plutôt le texte.",
      label: "Messages",
      omitted: "Cette page ne garde pas les messages plus anciens.",
      fresh: (count) =>
        say.plural(count, {
          one: `${say.number(count)} nouveau message`,
          other: `${say.number(count)} nouveaux messages`
        }),
      you: "vous",
      sent: "envoyé",
      waiting: "en attente",
      notSent: "non envoyé",
      retry: "Envoyer de nouveau",
      discard: "Abandonner",
      disappears: (time) => `disparaît après ${time}`
    },
    composer: {
      label: "Message",
      placeholder: "Écrire un message",
      send: "Envoyer",
      lasting: "Disparaît après",
      stays: "Reste jusqu’à la fin du salon",
      lastingHow: (time) =>
        `Disparaît de chaque écran ${time} après son arrivée. Qui le lit peut quand même le garder.`,
      tooLong: (bytes) =>
        say.plural(bytes, {
          one: `Trop long de ${say.number(bytes)} octet. Envoyez-le en plusieurs parties.`,
          other: `Trop long de ${say.number(bytes)} octets. Envoyez-le en plusieurs parties.`
        }),
      bytesLeft: (bytes) =>
        say.plural(bytes, {
          one: `Encore ${say.number(bytes)} octet libre.`,
          other: `Encore ${say.number(bytes)} octets libres.`
        })
    },
    invite: {
      label: "Le lien de ce salon",
      code: "Le lien sous forme de code QR",
      copy: "Copier le lien",
      copied: "Copié",
      copiedStatus: "Le lien est copié.",
      share: "Partager",
      whoCanCome: (capacity) =>
        `Quiconque a le lien peut entrer et lire, jusqu’à ce que ${say.number(capacity)} personnes soient ici, que le salon soit verrouillé ou que son temps soit écoulé. Ne l’envoyez qu’aux personnes voulues.`,
      whoHasBoth: (capacity) =>
        `Le lien n’ouvre rien sans le mot de passe. Transmettez-le par un autre chemin, jamais à côté du lien. Qui a les deux peut entrer et lire, jusqu’à ce que ${say.number(capacity)} personnes soient ici, que le salon soit verrouillé ou que son temps soit écoulé.`,
      copyByHand: "Le navigateur n’a pas permis la copie. Le lien est sélectionné : copiez-le à la main.",
      unknown:
        "La personne responsable a fait un nouveau lien, et il ne vous est pas encore parvenu. L’ancien ne marche plus. Demandez dans le salon.",
      readOut: "Le lire à voix haute, en mots",
      readOutHow: (label) =>
        `Sur l’autre appareil, ouvrez l’adresse ci-dessous et tapez ces mots anglais sous « ${label} ». Les quatre premières lettres de chacun suffisent. Qui les entend peut entrer.`,
      notLoaded: "Une partie de cette page n’est pas arrivée. Le lien marche sans elle."
    },
    passwordDoubt: {
      title: "Ce mot de passe ne convient pas",
      text: "Ce que les autres écrivent ne s’ouvre pas avec lui ; vous ne pouvez pas vous lire.",
      hint: "Les majuscules comptent. S’il est juste et que rien ne s’ouvre, redemandez le lien et le mot de passe.",
      action: "Réessayer",
      trying: "Essai en cours…"
    },
    shortcuts: {
      heading: "Clavier",
      send: "Envoyer ce qui est écrit",
      line: "Commencer une nouvelle ligne",
      copy: "Du champ de message au bouton de copie du dernier message",
      messages: "De là aux autres messages",
      close: "Fermer ce qui est ouvert",
      vanish: "Partir aussitôt et vider cette page",
      help: "Afficher ces touches, hors du champ de message"
    },
    question: {
      leave: {
        heading: "Quitter le salon ?",
        last: "Vous êtes la dernière personne ici ; le salon se termine donc, et tout ce qu’il contient disparaît.",
        creator:
          "Ce qui a été dit disparaît de cette page. Pour revenir, il vous faut le lien, et vous n’y aurez plus de pouvoir particulier : personne ne pourra plus verrouiller le salon ni le terminer avant l’heure.",
        guest: "Ce qui a été dit disparaît de cette page. Pour revenir, il vous faut le lien.",
        action: "Partir"
      },
      purge: {
        heading: "Terminer le salon pour tous ?",
        text: "Le salon se ferme pour tout le monde, et tout ce qui a été dit disparaît. On ne peut pas revenir en arrière.",
        action: "Terminer pour tous"
      },
      rotate: {
        heading: "Faire un nouveau lien ?",
        text: "L’ancien lien ne marchera plus. Les personnes présentes restent et reçoivent le nouveau.",
        action: "Faire un nouveau lien"
      },
      kick: {
        heading: (name) => `Retirer ${name} ?`,
        text: (name) => `${name} ne lira plus ce qui se dit, et garde ce qui s’est dit avant.`,
        action: "Retirer",
        effect: (name) =>
          `${name} peut revenir par le lien tant qu’il reste une place et que le salon n’est pas verrouillé.`,
        changeLink: "Retirer et changer le lien",
        changeLinkEffect: (name) =>
          `L’ancien lien ne marchera plus. Les autres restent et reçoivent le nouveau ; ${name} ne le reçoit pas.`
      }
    },
    note: {
      cameIn: "Vous êtes dans le salon. Ce qui a été dit avant ne vous est pas montré.",
      cameBackWhole: "Votre connexion est rétablie. Vous n’avez rien manqué.",
      cameBack: (missed) =>
        say.plural(missed, {
          one: `Votre connexion est rétablie. Entre-temps, ${say.number(missed)} message au plus a été écrit ; il ne vous est pas montré.`,
          other: `Votre connexion est rétablie. Entre-temps, ${say.number(missed)} messages au plus ont été écrits ; ils ne vous sont pas montrés.`
        }),
      timeLeft: (duration) =>
        `Temps restant : ${duration}. Ensuite le salon se termine, et tout ce qu’il contient disparaît.`,
      joined: (name) => `${name} vient d’entrer.`,
      returned: (name) => `${name} a retrouvé la connexion.`,
      renamed: (before, name) => `${before} s’appelle maintenant ${name}.`,
      youAreCreator: "Vous êtes maintenant responsable du salon.",
      isCreator: (name) => `${name} est maintenant responsable du salon.`,
      locked: "Le salon est verrouillé. Plus personne ne peut entrer.",
      unlocked: "Le salon est de nouveau ouvert.",
      newLink: "Il y a un nouveau lien. L’ancien ne marche plus.",
      newLinkUnknown: "Il y a un nouveau lien, qui ne vous est pas parvenu. L’ancien ne marche plus.",
      left: (name) => `${name} a quitté le salon.`,
      lost: (name) => `${name} a perdu la connexion.`,
      kicked: (name) => `${name} n’est plus ici, sur décision de la personne responsable.`,
      refusedNotCreator: "Le relais ne l’a pas fait. Seule la personne responsable le peut, et ce n’est plus vous.",
      refusedNoMember: "Personne à retirer : cette personne est déjà partie.",
      refusedBusy: "Le relais était trop occupé pour cela. Réessayez."
    },
    fault: {
      fromYou: "de votre part",
      fromSomebody: "d’une personne inconnue",
      fromMember: (name) => `de ${name}`,
      malformed: (count, from) =>
        say.plural(count, {
          one: `Un message ${from} était illisible et n’est pas montré.`,
          other: `${say.number(count)} messages ${from} étaient illisibles et ne sont pas montrés.`
        }),
      misattributedToYou: (count) =>
        say.plural(count, {
          one: "Un message est arrivé en votre nom, mais de quelqu’un d’autre, et n’est pas montré.",
          other: `${say.number(count)} messages sont arrivés en votre nom, mais de quelqu’un d’autre, et ne sont pas montrés.`
        }),
      misattributedToNobody: (count) =>
        say.plural(count, {
          one: "Un message est arrivé au nom de quelqu’un qui n’est pas ici et n’est pas montré.",
          other: `${say.number(count)} messages sont arrivés au nom de quelqu’un qui n’est pas ici et ne sont pas montrés.`
        }),
      misattributedToMember: (count, name) =>
        say.plural(count, {
          one: `Un message est arrivé au nom de ${name}, mais de quelqu’un d’autre, et n’est pas montré.`,
          other: `${say.number(count)} messages sont arrivés au nom de ${name}, mais de quelqu’un d’autre, et ne sont pas montrés.`
        }),
      wrongKey: (count, from) =>
        say.plural(count, {
          one: `Un message ${from} est scellé avec une autre clé que la vôtre. L’un de vous a un mauvais lien.`,
          other: `${say.number(count)} messages ${from} sont scellés avec une autre clé que la vôtre. L’un de vous a un mauvais lien.`
        }),
      otherPassword: (count, from) =>
        say.plural(count, {
          one: `Un message ${from} ne s’ouvre pas. L’un de vous a saisi un autre mot de passe.`,
          other: `${say.number(count)} messages ${from} ne s’ouvrent pas. L’un de vous a saisi un autre mot de passe.`
        }),
      tampered: (count, from) =>
        say.plural(count, {
          one: `Un message ${from} a été modifié en chemin et n’est pas montré.`,
          other: `${say.number(count)} messages ${from} ont été modifiés en chemin et ne sont pas montrés.`
        }),
      replayed: (count, from) =>
        say.plural(count, {
          one: `Un message ${from} est arrivé deux fois. Nous le montrons une fois.`,
          other: `${say.number(count)} messages ${from} sont arrivés deux fois. Nous les montrons une fois.`
        }),
      reordered: (count, from) =>
        say.plural(count, {
          one: `Un message ${from} est arrivé en retard, après de plus récents, et n’est pas montré.`,
          other: `${say.number(count)} messages ${from} sont arrivés en retard, après de plus récents, et ne sont pas montrés.`
        }),
      missing: (count, from) =>
        say.plural(count, {
          one: `Un message ${from} manque. Le relais ne l’a pas remis.`,
          other: `${say.number(count)} messages ${from} manquent. Le relais ne les a pas remis.`
        }),
      forked:
        "Le relais montre à quelqu’un une autre conversation qu’à vous. Ne vous fiez pas à ce que vous lisez ici ; créez un nouveau salon.",
      forkedFor: (name) =>
        `Le relais montre à ${name} une autre conversation qu’à vous. Ne vous fiez pas à ce que vous lisez ici ; créez un nouveau salon.`,
      logGap:
        "Le relais a omis ou répété une partie de la conversation. Ne comptez pas sur le fait qu’elle soit entière.",
      clock:
        "L’horloge du relais a reculé, ou est loin de celle de cet appareil. Ne vous fiez pas aux heures affichées ici.",
      falseCreator: "Le relais se trompe sur la personne responsable. Ne vous fiez pas à ce qu’il en dit.",
      falseCreatorYou: "Le relais se trompe en disant si vous êtes responsable. Ne vous fiez pas à ce qu’il en dit.",
      falseCreatorMember: (name) =>
        `Le relais dit que ${name} est responsable, et ${name} ne le dit pas. Ne vous fiez pas à ce qu’il en dit.`
    },
    unsentAtEnd: "Ce que vous avez écrit en dernier n’est peut-être pas arrivé.",
    end: {
      purged: { title: ended, text: "La personne responsable y a mis fin. Tout ce qu’il contenait a disparu." },
      expired: { title: ended, text: "Son temps était écoulé. Tout ce qu’il contenait a disparu." },
      "ended-by-operator": {
        title: ended,
        text: "Les gens qui font tourner ce relais y ont mis fin. Tout ce qu’il contenait a disparu."
      },
      "room-failed": {
        title: ended,
        text: "Un défaut du relais y a mis fin. Tout ce qu’il contenait a disparu. Personne au dehors ne l’a lu."
      },
      "going-away": {
        title: ended,
        text: "Le relais s’arrête ou redémarre, et ses salons se terminent avec lui. Tout ce que celui-ci contenait a disparu."
      },
      empty: { title: ended, text: "Tout le monde était parti. Tout ce qu’il contenait a disparu." },
      unopened: { title: ended, text: "Personne n’est venu à temps." },
      left: {
        title: "Vous avez quitté le salon",
        text: "Ce qui a été dit a disparu de cette page. Le salon continue pour les autres jusqu’à leur départ ou jusqu’à ce que son temps soit écoulé."
      },
      "gave-up": {
        title: "Vous avez renoncé à entrer",
        text: "Vous avez arrêté avant que le salon vous laisse entrer. Ouvrez de nouveau le lien pour réessayer."
      },
      "left-last": {
        title: ended,
        text: "Vous y étiez la dernière personne. Tout ce qu’il contenait a disparu."
      },
      "cut-off": {
        title: "Vous ne pouvez pas revenir",
        text: "Votre connexion a été perdue, et entre-temps le salon s’est terminé ou a reçu un nouveau lien. Ce qui a été dit a disparu de cette page. Si les autres sont encore là, demandez-leur le lien."
      },
      "join-refused": {
        title: "On ne peut pas entrer dans ce salon",
        text: "Il est terminé, ou le lien n’est pas juste. Le relais ne dit pas lequel des deux, pour que personne ne puisse chercher des salons. Demandez un nouveau lien, ou créez votre propre salon."
      },
      kicked: {
        title: "Votre place vous a été retirée",
        text: "La personne responsable du salon en a décidé ainsi. Ce qui a été dit a disparu de cette page."
      },
      replaced: {
        title: "Vous êtes dans le salon sur une autre page",
        text: "Une connexion plus récente de votre part a pris la même place ; cette page l’a donc lâchée."
      },
      forbidden: {
        title: "Ce relais ne vous laisse pas entrer",
        text: "Les gens qui le font tourner ont des règles sur qui peut entrer, et vous n’en faites pas partie."
      },
      incompatible: {
        title: "Cette page et le relais ne vont pas ensemble",
        text: "Ils parlent des versions différentes. Ouvrez de nouveau le lien, pour que la page soit rechargée."
      },
      "page-failed": {
        title: "Cette page a un défaut",
        text: "Elle s’est arrêtée d’elle-même, et c’est de notre faute. Ouvrez de nouveau le lien pour revenir."
      }
    }
  }
}
